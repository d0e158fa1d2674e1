using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gobwire.House.Tests;

/// <summary>The solution holds all projects, and versions stand in one place.</summary>
public sealed partial class SolutionTests
{
    public static TheoryData<string> Projects =>
        [.. new[] { "src", "test", "samples", "bench", "fuzz" }.SelectMany(folder => Repository.Files(folder, ".csproj"))];

    [Fact]
    public void The_solution_holds_every_project_of_source_tests_and_samples()
    {
        string[] listed = [.. XDocument.Parse(Repository.Read("Gobwire.slnx")).Descendants("Project").Select(p => (string)p.Attribute("Path")!)];
        string[] expected = [.. new[] { "src", "test", "samples" }.SelectMany(folder => Repository.Files(folder, ".csproj"))];
        Assert.Empty(expected.Except(listed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_no_version_and_has_its_lock_file(string project)
    {
        Assert.DoesNotContain(Repository.Project(project).Descendants("PackageReference"), p => p.Attribute("Version") is not null);
        Assert.True(Repository.Has(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), $"{project} has no lock file");
    }

    [Fact]
    public void No_package_version_floats() =>
        Assert.DoesNotContain(
            XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion"),
            p => ((string)p.Attribute("Version")!).IndexOfAny(['*', '[', '(']) >= 0);

    [Fact]
    public void Every_library_is_held_to_native_AOT()
    {
        Assert.Contains("<IsAotCompatible>true</IsAotCompatible>", Repository.Read("src/Directory.Build.props"), StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Files("src", ".csproj"), p => Repository.Project(p).Descendants("IsAotCompatible").Any());
    }

    [Fact]
    public void Every_public_member_of_a_library_is_documented()
    {
        // The compiler sees to it (CS1591), as long as it writes the file, takes warnings for errors, and nobody waves it through.
        Assert.Contains("<GenerateDocumentationFile>true</GenerateDocumentationFile>", Repository.Read("src/Directory.Build.props"), StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        IEnumerable<string> settings = ["Directory.Build.props", "src/Directory.Build.props", ".editorconfig", .. Repository.Files("src", ".csproj")];
        Assert.DoesNotContain(settings, file => Waved().IsMatch(Repository.Read(file)));
        Assert.DoesNotContain(Repository.Files("src", ".cs"), file => Repository.Read(file).Contains("#pragma warning", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"CS1591|<NoWarn>|<WarningsNotAsErrors>|<GenerateDocumentationFile>false|<TreatWarningsAsErrors>false")]
    private static partial Regex Waved();
}
