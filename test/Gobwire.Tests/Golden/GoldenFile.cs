namespace Gobwire.Tests.Golden;

/// <summary>The files that Go's own encoding/gob has made.</summary>
internal static class GoldenFile
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
