using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Gobwire.Values;

namespace Gobwire;

/// <summary>
/// A value without a local type: what a gob says of itself. A closed family, one class for each form a value can have. Numbers, text, opaque and
/// interface values never change; structs, maps and sequences can be edited. Not for several threads at a time while one of them edits.
/// </summary>
public abstract partial class GobValue
{
    private protected GobValue(GobType type) => Type = type;

    /// <summary>The type on the wire.</summary>
    public GobType Type { get; }

    /// <summary>
    /// A struct's field by name, or a map's element by its text key; inside an interface value those of its concrete value. Setting null takes
    /// it away.
    /// </summary>
    /// <param name="name">The field's name, or the key.</param>
    /// <returns>
    /// The value. A field that is not on the wire is zero: it reads as such, and what it holds cannot be edited before it is set.
    /// </returns>
    /// <exception cref="GobException">This is neither, has no such field or key, or the value set is of another type.</exception>
    [AllowNull]
    public GobValue this[string name]
    {
        get => Unwrap() switch
        {
            GobStruct s => s.Get(name),
            GobMap m => m.Get(name),
            _ => throw NotA("struct or map"),
        };
        set
        {
            switch (Unwrap())
            {
                case GobStruct s:
                    s.Set(name, value);
                    break;
                case GobMap m when value is null:
                    m.Remove(name);
                    break;
                case GobMap m:
                    m.Set(name, value);
                    break;
                default:
                    throw NotA("struct or map");
            }
        }
    }

    /// <summary>An element of an array or a slice by its index, or of a map by its key, an integer.</summary>
    /// <param name="index">The index, from 0; or the key.</param>
    /// <exception cref="GobException">This is neither, has no such key, or the value set is of another type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A sequence has no such index.</exception>
    public GobValue this[int index]
    {
        get => Unwrap() switch
        {
            GobSequence s => s.Get(index),
            GobMap m => m.Get(index),
            _ => throw NotA("sequence or map"),
        };
        set
        {
            switch (Unwrap())
            {
                case GobSequence s:
                    s.Set(index, value);
                    break;
                case GobMap m:
                    m.Set(index, value);
                    break;
                default:
                    throw NotA("sequence or map");
            }
        }
    }

    /// <summary>Go's zero value of a type: what a struct's field has that is not on the wire.</summary>
    /// <param name="type">The type; an array has all its elements, an opaque type has no zero.</param>
    /// <exception cref="GobException">The type is opaque, or an array of such or too long.</exception>
    public static GobValue ZeroOf(GobType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ZeroValue.Of(type);
    }

    /// <summary>A struct's field by name, or a map's element by its text key.</summary>
    /// <param name="name">The field's name, or the key.</param>
    /// <param name="value">The value, if it is there.</param>
    /// <returns>Whether it is there. A struct's zero fields are not on the wire, and so not here.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out GobValue? value)
    {
        value = Unwrap() switch
        {
            GobStruct s => s.Find(name),
            GobMap { Type.Key.Kind: GobTypeKind.String or GobTypeKind.Interface } m => m.Find(name),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Whether both are alike in type (<see cref="GobType.IsAlike"/>) and content: <see cref="GobValueComparer"/>.</summary>
    /// <param name="other">The other value.</param>
    /// <exception cref="GobException">The values are deeper than <see cref="GobOptions.Trusted"/> allows, or cyclic.</exception>
    public bool ValueEquals(GobValue? other) => GobValueComparer.Instance.Equals(this, other);

    /// <summary>The value as a truth value.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public bool AsBoolean() => Unwrap() is GobBool v ? v.Value : throw NotA("bool");

    /// <summary>The value as a signed integer.</summary>
    /// <exception cref="GobException">It is no integer, or out of range.</exception>
    public long AsInt64() => Unwrap() switch
    {
        GobInt v => v.Value,
        GobUint v when v.Value <= long.MaxValue => (long)v.Value,
        GobUint v => throw FittingValue.OutOfRange(v.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), "int"),
        _ => throw NotA("int"),
    };

    /// <summary>The value as an unsigned integer.</summary>
    /// <exception cref="GobException">It is no integer, or out of range.</exception>
    public ulong AsUInt64() => Unwrap() switch
    {
        GobUint v => v.Value,
        GobInt v when v.Value >= 0 => (ulong)v.Value,
        GobInt v => throw FittingValue.OutOfRange(v.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), "uint"),
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

    /// <summary>The value as an array or a slice.</summary>
    /// <exception cref="GobException">It is neither.</exception>
    public GobSequence AsSequence() => Unwrap() as GobSequence ?? throw NotA("sequence");

    /// <summary>The value as a map.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public GobMap AsMap() => Unwrap() as GobMap ?? throw NotA("map");

    /// <summary>The value as a struct.</summary>
    /// <exception cref="GobException">It is none.</exception>
    public GobStruct AsStruct() => Unwrap() as GobStruct ?? throw NotA("struct");

    /// <summary>The value inside an interface value, or this one.</summary>
    private GobValue Unwrap() => this is GobInterface { Value: { } inner } ? inner : this;

    private GobException NotA(string wanted) => FittingValue.Mismatch($"a value of type {Describe()} is not a {wanted}", wanted, Type);

    private string Describe() => this is GobInterface i ? i.Value is null ? "interface, nil," : $"{i.Name} in an interface" : Type.ToString();
}
