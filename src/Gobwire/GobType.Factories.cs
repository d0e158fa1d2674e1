using Gobwire.Wire;

namespace Gobwire;

public sealed partial class GobType
{
    /// <summary>Makes a slice type.</summary>
    /// <param name="element">The type of its elements. For bytes take <see cref="Bytes"/>, as Go does for <c>[]byte</c>.</param>
    /// <param name="name">The declared name, as of <c>type Tags []string</c>; empty for none.</param>
    public static GobType SliceOf(GobType element, string name = "")
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(name);
        return new GobType(GobTypeKind.Slice, 0, name) { Element = element };
    }

    /// <summary>Makes an array type.</summary>
    /// <param name="element">The type of its elements.</param>
    /// <param name="length">The length, which belongs to the type.</param>
    /// <param name="name">The declared name; empty for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static GobType ArrayOf(GobType element, int length, string name = "")
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(name);
        return new GobType(GobTypeKind.Array, 0, name) { Element = element, Length = length };
    }

    /// <summary>Makes a map type.</summary>
    /// <param name="key">The type of its keys.</param>
    /// <param name="element">The type of its elements.</param>
    /// <param name="name">The declared name; empty for none.</param>
    /// <exception cref="ArgumentException">Go has no map with such a key: a slice, a map, bytes.</exception>
    public static GobType MapOf(GobType key, GobType element, string name = "")
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(name);
        if (key.Kind is GobTypeKind.Slice or GobTypeKind.Map or GobTypeKind.Bytes)
            throw new ArgumentException($"Go has no map with keys of type {key}.", nameof(key));
        return new GobType(GobTypeKind.Map, 0, name) { Key = key, Element = element };
    }

    /// <summary>Makes a struct type.</summary>
    /// <param name="name">The declared name without its package; empty for an anonymous struct.</param>
    /// <param name="fields">The fields in order.</param>
    /// <exception cref="ArgumentException">Two fields have the same name, or one has none.</exception>
    public static GobType StructOf(string name, params GobField[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return StructOf(name, _ => fields);
    }

    /// <summary>Makes a struct type that may contain itself: <c>StructOf("Node", self => [new("Value", Int), new("Next", self)])</c>.</summary>
    /// <param name="name">The declared name without its package; empty for an anonymous struct.</param>
    /// <param name="fields">Gives the fields in order; it is handed the type being made, to refer to and no more.</param>
    /// <exception cref="ArgumentException">Two fields have the same name, or one has none.</exception>
    public static GobType StructOf(string name, Func<GobType, IEnumerable<GobField>> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fields);
        var type = new GobType(GobTypeKind.Struct, 0, name);
        GobField[] made = [.. fields(type)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (GobField field in made)
        {
            ArgumentNullException.ThrowIfNull(field);
            ArgumentNullException.ThrowIfNull(field.Type);
            ArgumentException.ThrowIfNullOrEmpty(field.Name);
            if (!names.Add(field.Name))
                throw new ArgumentException($"Two fields have the name {field.Name}.", nameof(fields));
        }

        type.FieldArray = made;
        return type;
    }

    /// <summary>Makes the type of values with a form of their own.</summary>
    /// <param name="kind">One of the three marshalers.</param>
    /// <param name="name">The declared name without its package, such as <c>Time</c>; empty where Go meets the type through a pointer first.</param>
    /// <exception cref="ArgumentException">The kind is another one.</exception>
    public static GobType OpaqueOf(GobTypeKind kind, string name = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        if (kind is not (GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler))
            throw new ArgumentException($"{kind} is not the kind of an opaque type.", nameof(kind));
        return new GobType(kind, 0, name);
    }

    /// <summary>
    /// Whether values of both types look the same on the wire: the same kinds, lengths and field names all the way down. Type names and
    /// ids do not count.
    /// </summary>
    /// <param name="other">The other type.</param>
    public bool IsAlike(GobType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return GobTypeComparer.Alike.Equals(this, other);
    }

    /// <summary>The number of a field; -1 if there is none of that name.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="start">Where the search begins, to go around once: fields tend to be asked for in order.</param>
    internal int FieldNumber(string name, int start = 0)
    {
        GobField[] fields = FieldArray;
        for (int i = start; i < fields.Length; i++)
        {
            if (fields[i].Name == name)
                return i;
        }

        for (int i = 0; i < Math.Min(start, fields.Length); i++)
        {
            if (fields[i].Name == name)
                return i;
        }

        return -1;
    }
}
