namespace Gobwire.Values;

/// <summary>Makes a value fit the type of the field, element, key or entry it is put into, or says why it does not.</summary>
internal static class FittingValue
{
    private const double MaxExactInteger = 1L << 53;

    /// <summary>The value, or one of the wanted type that means the same: a number that fits, a basic value inside an interface value.</summary>
    /// <exception cref="GobException">The value is of another type, or out of range.</exception>
    public static GobValue Of(GobValue value, GobType type)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (ReferenceEquals(value.Type, type))
            return value;
        switch (type.Kind, value)
        {
            case (GobTypeKind.Interface, _):
                return InInterface(value);
            case (GobTypeKind.Uint, GobInt { Value: >= 0 } v):
                return new GobUint((ulong)v.Value);
            case (GobTypeKind.Int, GobUint { Value: <= long.MaxValue } v):
                return new GobInt((long)v.Value);
            case (GobTypeKind.Float, GobInt { Value: <= (long)MaxExactInteger and >= -(long)MaxExactInteger } v):
                return new GobFloat(v.Value);
            case (GobTypeKind.Float, GobUint { Value: <= (ulong)MaxExactInteger } v):
                return new GobFloat(v.Value);
            case (GobTypeKind.Int or GobTypeKind.Uint or GobTypeKind.Float, GobInt or GobUint):
                throw OutOfRange(value.ToJson(), type.ToString());
            default:
                return type.IsAlike(value.Type)
                    ? value
                    : throw Mismatch($"a value of type {value.Type} where the type is {type}", value.Type.ToString(), type);
        }
    }

    public static GobException Mismatch(string reason, string localType, GobType wireType) =>
        new(GobErrorKind.TypeMismatch, reason) { WireType = wireType.ToString(), LocalType = localType };

    public static GobException OutOfRange(string value, string type) => new(GobErrorKind.OutOfRange, $"{value} is out of range of {type}");

    /// <summary>The error of an edit of what a field holds that is not on the wire.</summary>
    public static InvalidOperationException ReadOnlyZero() =>
        new("This is the zero value of a field that is not on the wire, made for reading: set the field, then edit what it holds.");

    private static GobInterface InInterface(GobValue value)
    {
        string? name = value switch
        {
            GobBool => "bool",
            GobInt => "int",
            GobUint => "uint",
            GobFloat => "float64",
            GobComplex => "complex128",
            GobString => "string",
            GobBytes => "[]uint8",
            _ => null,
        };
        return name is not null
            ? new GobInterface(name, value)
            : throw Mismatch(
                $"a value of type {value.Type} where the type is interface: wrap it as new GobInterface(name, value), with the name it is registered under",
                value.Type.ToString(),
                GobType.Interface);
    }
}
