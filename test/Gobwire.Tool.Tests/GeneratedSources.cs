using System.Globalization;
using System.Text;
using Gobwire.Tool.Types;

namespace Gobwire.Tool.Tests;

/// <summary>The C# the tool writes for each golden stream, compiled into this project: Generated/.</summary>
internal static class GeneratedSources
{
    public static string Folder { get; } = Path.Combine(FindProject(), "Generated");

    public static string NamespaceOf(string sample) =>
        "Gobwire.Tool.Tests.Generated." + string.Concat(sample.Split('-').Select(p => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(p))) + "Case";

    public static string FileOf(string sample) => Path.Combine(Folder, NamespaceOf(sample).Split('.')[^1] + ".cs");

    /// <summary>What the tool writes, and a method that decodes the stream's values by it and, where it can, encodes them again.</summary>
    public static async Task<string> WriteAsync(SampleStream sample)
    {
        using TestRun run = await TestRun.OfAsync(sample.Gob, "types", "--csharp", "--namespace", NamespaceOf(sample.Name));
        StreamTypes types = await StreamTypes.ReadAsync(new MemoryStream(sample.Gob), GobOptions.Trusted, default);
        var names = new CSharpTypes(types);
        // A GobValue cannot be a field's value of an opaque type again: it does not know what Go calls it.
        bool canEncode = !run.Text.Contains("GobValue", StringComparison.Ordinal);
        var text = new StringBuilder(run.Text);
        text.Append("\npublic static class Decoding\n{\n    public static void Run(GobDecoder decoder, GobEncoder encoder)\n    {\n");
        foreach (GobType type in types.ValueTypes)
        {
            string decode = $"decoder.Decode<{names.NameOf(type)}>()";
            text.Append(CultureInfo.InvariantCulture, $"        {(canEncode ? $"encoder.Encode({decode})" : $"_ = {decode}")};\n");
        }

        return text.Append("    }\n}\n").ToString();
    }

    /// <summary>The project's folder: a caller's file path would be mapped away where builds are to be reproducible.</summary>
    private static string FindProject()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gobwire.Tool.Tests.csproj")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside their project.");
    }
}
