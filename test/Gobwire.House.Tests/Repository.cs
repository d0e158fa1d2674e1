using System.Xml.Linq;

namespace Gobwire.House.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] LeftOut = ["bin", "obj", "artifacts", ".git", "TestResults", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>A source file without its comments, as far as they begin a line: what is left is code, and its strings.</summary>
    public static string ReadCode(string path) =>
        string.Join('\n', Read(path).Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>The files below a folder with an ending, by paths from the root.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending) =>
        [.. Enumerate(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(f => f.Name.EndsWith(ending, StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public static XDocument Project(string path) => XDocument.Parse(Read(path));

    /// <summary>The names in the Include attributes of a project's items; for projects and sources, without folder and ending.</summary>
    public static IReadOnlyList<string> Includes(string projectPath, string item) =>
        [.. Project(projectPath).Descendants(item).Select(e => Path.GetFileNameWithoutExtension(
            ((string)e.Attribute("Include")!).Replace('\\', '/')
            + (item is "ProjectReference" or "Compile" ? "" : ".x"))).Order(StringComparer.Ordinal)];

    private static IEnumerable<FileInfo> Enumerate(DirectoryInfo folder)
    {
        if (!folder.Exists)
            yield break;
        foreach (FileInfo file in folder.EnumerateFiles())
            yield return file;
        foreach (DirectoryInfo inner in folder.EnumerateDirectories().Where(d => !LeftOut.Contains(d.Name)))
        {
            foreach (FileInfo file in Enumerate(inner))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gobwire.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
