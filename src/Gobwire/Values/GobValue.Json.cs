using System.Buffers;
using System.Text;
using Gobwire.Json;

namespace Gobwire;

public abstract partial class GobValue
{
    /// <summary>Makes a value of a type from its Gob JSON.</summary>
    /// <param name="json">The text: one JSON value.</param>
    /// <param name="type">The type, such as that of a sample.</param>
    /// <param name="concreteTypes">The types of interface values by their registered names; those of Go's basic types are known.</param>
    /// <exception cref="GobException">The text is no JSON, or not of this type; the offset is in the text, as UTF-8.</exception>
    public static GobValue ParseJson(string json, GobType type, IReadOnlyDictionary<string, GobType>? concreteTypes = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ParseJson(Encoding.UTF8.GetBytes(json), type, concreteTypes);
    }

    /// <inheritdoc cref="ParseJson(string, GobType, IReadOnlyDictionary{string, GobType}?)"/>
    public static GobValue ParseJson(
        ReadOnlySpan<byte> json, GobType type, IReadOnlyDictionary<string, GobType>? concreteTypes = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return GobJsonParser.Parse(json, type, concreteTypes ?? GobJsonParser.NoTypes);
    }

    /// <summary>
    /// Makes a value of JSON, with the types the text suggests: integer → int, other number → float, string → string, bool → bool, object →
    /// struct, array → slice of the elements' common type, <c>{"$type","$value"}</c> → interface value. Elements without a common type make
    /// a slice of interfaces. A field that is null or an empty array has no type to infer, and is left out.
    /// </summary>
    /// <param name="json">The text: one JSON value.</param>
    /// <exception cref="GobException">The text is no JSON, or no type fits it; the offset is in the text, as UTF-8.</exception>
    public static GobValue ParseJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ParseJson(Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc cref="ParseJson(string)"/>
    public static GobValue ParseJson(ReadOnlySpan<byte> json) => GobJsonParser.Parse(json);

    /// <summary>The value as one line of Gob JSON.</summary>
    /// <exception cref="GobException">The value is deeper than <see cref="GobOptions.Trusted"/> allows.</exception>
    public string ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        GobJsonValueWriter.Write(output, this);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => ToJson();
}
