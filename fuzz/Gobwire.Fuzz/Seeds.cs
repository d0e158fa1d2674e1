using System.Text.Json;

namespace Gobwire.Fuzz;

/// <summary>Seeds for the fuzzer: the golden streams, good and bad, that are small enough to be worth mutating.</summary>
internal static class Seeds
{
    private const int MaxLength = 4 << 10;

    public static void Write(string folder, string[] files)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] stream) in Read(files))
        {
            if (stream.Length is > 0 and <= MaxLength)
                File.WriteAllBytes(Path.Combine(folder, name), stream);
        }
    }

    /// <summary>The streams of files, one a line.</summary>
    public static IEnumerable<(string Name, byte[] Stream)> Read(string[] files)
    {
        foreach (string line in files.SelectMany(File.ReadLines))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            byte[] stream = Convert.FromHexString(row.RootElement.GetProperty("hex").GetString()!);
            yield return (row.RootElement.GetProperty("name").GetString()!.Replace('^', '-'), stream);
        }
    }
}
