using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PublicApiGenerator;

namespace Gobwire.House.Tests;

/// <summary>
/// The public API of each library stands in a file, so that a change of it is seen and meant. Set GOBWIRE_ACCEPT_API=1 to write the files anew.
/// </summary>
public sealed partial class PublicApiTests
{
    /// <summary>The transport knows no protocol, and so has none of the protocols' words in front.</summary>
    private static readonly string[] Prefixes = ["Gob", "Command", "Rpc"];
    private static readonly string[] TransportPrefixes = ["Transport", "Tls", "Memory", "Running"];

    private static readonly string[] EmptyWords = ["Helper", "Util", "Manager", "Impl", "Info", "Data", "Base"];

    public static TheoryData<string> Libraries =>
        [.. Repository.Files("src", ".csproj").Where(p => !Repository.Read(p).Contains("<OutputType>Exe", StringComparison.Ordinal))
            .Select(p => Path.GetFileNameWithoutExtension(p))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_the_one_on_file(string library)
    {
        // That attribute names a type that the compiler makes, after what stands before it in its class.
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false, ExcludeAttributes = [typeof(AsyncIteratorStateMachineAttribute).FullName!] };
        string api = Load(library).GeneratePublicApi(options).ReplaceLineEndings("\n");
        string path = Path.Combine(Repository.Root, "test", "Gobwire.House.Tests", "PublicApi", $"{library}.txt");
        if (Environment.GetEnvironmentVariable("GOBWIRE_ACCEPT_API") == "1")
            File.WriteAllText(path, api + "\n");
        Assert.True(File.Exists(path), $"{path} is missing: run the tests once with GOBWIRE_ACCEPT_API=1, and look at what it writes");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd(), api.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_types_are_named_after_their_protocol(string library)
    {
        string[] prefixes = library == "Gobwire.Transport" ? TransportPrefixes : Prefixes;
        Assert.DoesNotContain(
            Load(library).GetExportedTypes().Where(t => !t.IsNested),
            t => !prefixes.Any(p => (t.IsInterface ? t.Name[1..] : t.Name).StartsWith(p, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void No_type_has_a_name_that_says_nothing(string library) =>
        Assert.DoesNotContain(Load(library).GetTypes(), t => Words().Matches(t.Name).Any(w => EmptyWords.Contains(w.Value)));

    [Fact]
    public void There_is_no_file_of_a_library_that_is_gone() =>
        Assert.Empty(Repository.Files("test/Gobwire.House.Tests/PublicApi", ".txt").Select(Path.GetFileNameWithoutExtension)
            .Except(Libraries.Select(row => row.Data)));

    private static Assembly Load(string library) => Assembly.Load(library);

    [GeneratedRegex(@"[A-Z][a-z]+")]
    private static partial Regex Words();
}
