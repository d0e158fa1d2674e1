using System.Text.Json;

namespace Gobwire.Interop.Tests;

/// <summary>Compares Gob JSON texts as values: a map has no order, neither as an object nor as an array of pairs.</summary>
public static class JsonComparison
{
    private const int MaxDepth = 10_000;

    public static bool AreSame(string a, string b)
    {
        var options = new JsonDocumentOptions { MaxDepth = MaxDepth };
        using var x = JsonDocument.Parse(a, options);
        using var y = JsonDocument.Parse(b, options);
        return AreSame(x.RootElement, y.RootElement);
    }

    public static bool AreSame(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
            return false;
        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                return HaveSameProperties(a, b);
            case JsonValueKind.Array:
                JsonElement[] x = [.. a.EnumerateArray()];
                JsonElement[] y = [.. b.EnumerateArray()];
                return x.Length == y.Length && (x.Zip(y).All(pair => AreSame(pair.First, pair.Second)) || HaveSamePairs(x, y));
            case JsonValueKind.Number:
                return a.GetRawText() == b.GetRawText();
            case JsonValueKind.String:
                return a.GetString() == b.GetString();
            default:
                return true;
        }
    }

    /// <summary>Names may occur twice: of keys that are NaN, or become alike where bytes are not UTF-8.</summary>
    private static bool HaveSameProperties(JsonElement a, JsonElement b)
    {
        List<JsonProperty> left = [.. b.EnumerateObject()];
        foreach (JsonProperty property in a.EnumerateObject())
        {
            int match = left.FindIndex(other => other.Name == property.Name && AreSame(property.Value, other.Value));
            if (match < 0)
                return false;
            left.RemoveAt(match);
        }

        return left.Count == 0;
    }

    private static bool HaveSamePairs(JsonElement[] a, JsonElement[] b)
    {
        if (!a.Concat(b).All(element => element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2))
            return false;
        List<JsonElement> left = [.. b];
        foreach (JsonElement pair in a)
        {
            int match = left.FindIndex(other => AreSame(pair, other));
            if (match < 0)
                return false;
            left.RemoveAt(match);
        }

        return true;
    }
}
