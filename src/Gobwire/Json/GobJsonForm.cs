namespace Gobwire.Json;

/// <summary>What a type looks like in Gob JSON.</summary>
internal static class GobJsonForm
{
    /// <summary>Whether a map is an object: its keys have a text of their own.</summary>
    public static bool IsObject(GobType map) =>
        map.Key!.Kind is GobTypeKind.String or GobTypeKind.Bool or GobTypeKind.Int or GobTypeKind.Uint or GobTypeKind.Float;

    /// <summary>Whether an opaque type may be time.Time: Go sends its name, or none for elements and pointers.</summary>
    public static bool MayBeTime(GobType type) => type.Kind == GobTypeKind.GobEncoder && type.Name is ("Time" or "");

    /// <summary>Writes opaque bytes: a marshaler's text, a time as RFC 3339, anything else in base64.</summary>
    public static void WriteOpaque(GobJsonOutput json, GobType type, ReadOnlySpan<byte> bytes)
    {
        if (type.Kind == GobTypeKind.TextMarshaler)
            json.String(bytes);
        else if (MayBeTime(type) && GoTime.TryFormat(bytes) is { } time)
            json.String(time);
        else
            json.Base64(bytes);
    }
}
