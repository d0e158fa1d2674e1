using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Gobwire;

[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructors of the classes are that.")]
public abstract partial class GobValue
{
    /// <summary>Makes a truth value.</summary>
    public static implicit operator GobValue(bool value) => GobBool.Of(value);

    /// <summary>Makes a signed integer.</summary>
    public static implicit operator GobValue(sbyte value) => new GobInt(value);

    /// <summary>Makes a signed integer.</summary>
    public static implicit operator GobValue(short value) => new GobInt(value);

    /// <summary>Makes a signed integer; where an unsigned one or a float is wanted it becomes that, if it fits.</summary>
    public static implicit operator GobValue(int value) => new GobInt(value);

    /// <summary>Makes a signed integer.</summary>
    public static implicit operator GobValue(long value) => new GobInt(value);

    /// <summary>Makes an unsigned integer.</summary>
    public static implicit operator GobValue(byte value) => new GobUint(value);

    /// <summary>Makes an unsigned integer.</summary>
    public static implicit operator GobValue(ushort value) => new GobUint(value);

    /// <summary>Makes an unsigned integer.</summary>
    public static implicit operator GobValue(uint value) => new GobUint(value);

    /// <summary>Makes an unsigned integer.</summary>
    public static implicit operator GobValue(ulong value) => new GobUint(value);

    /// <summary>Makes a floating-point number.</summary>
    public static implicit operator GobValue(float value) => new GobFloat(value);

    /// <summary>Makes a floating-point number.</summary>
    public static implicit operator GobValue(double value) => new GobFloat(value);

    /// <summary>Makes a complex number.</summary>
    public static implicit operator GobValue(Complex value) => new GobComplex(value);

    /// <summary>Makes a string.</summary>
    /// <exception cref="GobException">The text is not well-formed UTF-16.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator GobValue?(string? value) => value is null ? null : new GobString(value);

    /// <summary>Makes a byte slice.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator GobValue?(byte[]? value) => value is null ? null : new GobBytes(value);
}
