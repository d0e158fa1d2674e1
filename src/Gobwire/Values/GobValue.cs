using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using Gobwire.Json;

namespace Gobwire;

/// <summary>A value without a local type: what a gob says of itself. A closed family, one class for each form a value can have.</summary>
public abstract class GobValue
{
    private protected GobValue(GobType type) => Type = type;

    /// <summary>The type on the wire.</summary>
    public GobType Type { get; }

    /// <summary>A struct's field by name, or a map's element by its text key.</summary>
    /// <param name="name">The field's name, or the key.</param>
    /// <returns>The value; for a field that is not on the wire because it is zero, an error: ask <see cref="TryGet"/>.</returns>
    /// <exception cref="GobException">This is neither, or has no such field or key.</exception>
    public GobValue this[string name] =>
        TryGet(name, out GobValue? value)
            ? value
            : throw new GobException(GobErrorKind.TypeMismatch, $"a value of type {Type} has no \"{name}\"");

    /// <summary>An element of an array or a slice.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <exception cref="GobException">This is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    [SuppressMessage("Design", "CA1043:Use integral or string argument for indexers", Justification = "It is integral.")]
    public GobValue ElementAt(int index) =>
        Unwrap() is GobSequence sequence ? sequence[index] : throw NotA("sequence");

    /// <summary>A struct's field by name, or a map's element by its text key.</summary>
    /// <param name="name">The field's name, or the key.</param>
    /// <param name="value">The value, if it is there.</param>
    /// <returns>Whether it is there. A struct's zero fields are not on the wire, and so not here.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out GobValue? value)
    {
        value = Unwrap() switch
        {
            GobStruct s => s.Find(name),
            GobMap m => m.Find(name),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The value as a truth value.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public bool AsBoolean() => Unwrap() is GobBool v ? v.Value : throw NotA("bool");

    /// <summary>The value as a signed integer.</summary>
    /// <exception cref="GobException">It is no integer, or out of range.</exception>
    public long AsInt64() => Unwrap() switch
    {
        GobInt v => v.Value,
        GobUint v when v.Value <= long.MaxValue => (long)v.Value,
        _ => throw NotA("int"),
    };

    /// <summary>The value as an unsigned integer.</summary>
    /// <exception cref="GobException">It is no integer, or out of range.</exception>
    public ulong AsUInt64() => Unwrap() switch
    {
        GobUint v => v.Value,
        GobInt v when v.Value >= 0 => (ulong)v.Value,
        _ => throw NotA("uint"),
    };

    /// <summary>The value as a floating-point number.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public double AsDouble() => Unwrap() is GobFloat v ? v.Value : throw NotA("float");

    /// <summary>The value as a complex number.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public Complex AsComplex() => Unwrap() is GobComplex v ? v.Value : throw NotA("complex");

    /// <summary>The value as text.</summary>
    /// <exception cref="GobException">It is no string, or not UTF-8.</exception>
    public string AsString() => Unwrap() is GobString v ? v.ToText() : throw NotA("string");

    /// <summary>The value as bytes: those of a byte slice, a string, or of an opaque value.</summary>
    /// <exception cref="GobException">It is none of these.</exception>
    public ReadOnlyMemory<byte> AsBytes() => Unwrap() switch
    {
        GobBytes v => v.Value,
        GobString v => v.Utf8,
        GobOpaque v => v.Value,
        _ => throw NotA("bytes"),
    };

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

    /// <summary>The value inside an interface value, or this one.</summary>
    private GobValue Unwrap() => this is GobInterface { Value: { } inner } ? inner : this;

    private GobException NotA(string wanted) =>
        new(GobErrorKind.TypeMismatch, $"a value of type {Type} is not a {wanted}") { WireType = Type.ToString(), LocalType = wanted };
}
