using System.Globalization;

namespace Gobwire.Codecs;

/// <summary>The step of an error's path into a map.</summary>
internal static class MapPath
{
    public static string Step<TKey>(TKey key) => key switch
    {
        string text => $"[\"{(text.Length > 64 ? text[..64] + "…" : text)}\"]",
        IFormattable number => $"[{number.ToString(null, CultureInfo.InvariantCulture)}]",
        _ => "[…]",
    };
}
