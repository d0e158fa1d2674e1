using System.Text.Json;

namespace Gobwire.Fuzz;

/// <summary>Seeds for the fuzzer: the golden streams, good and bad, that are small enough to be worth mutating.</summary>
internal static class Seeds
{
    private const int MaxLength = 4 << 10;

    public static void Write(string folder, string[] files)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in files)
        {
            foreach (string line in File.ReadLines(file))
            {
                using JsonDocument row = JsonDocument.Parse(line);
                byte[] stream = Convert.FromHexString(row.RootElement.GetProperty("hex").GetString()!);
                string name = row.RootElement.GetProperty("name").GetString()!.Replace('^', '-');
                if (stream.Length is > 0 and <= MaxLength)
                    File.WriteAllBytes(Path.Combine(folder, name), stream);
            }
        }
    }
}
