using System.Collections;
using Gobwire.Values;

namespace Gobwire;

/// <summary>A struct: the fields that are on the wire. A field that is zero is not.</summary>
/// <remarks>
/// A field set to Go's zero (false, 0, -0.0, "", no bytes, a nil interface value) leaves the wire, as does a slice while it is empty. Structs,
/// maps, arrays and opaque values stay, empty or not: Go leaves out nil pointers and nil maps, and those are fields never set or removed.
/// </remarks>
public sealed class GobStruct : GobValue, IReadOnlyCollection<KeyValuePair<string, GobValue>>
{
    // Told by its identity: the array of all other empty structs is another one.
    private static readonly Slot[] Zero = GC.AllocateArray<Slot>(0);

    private Slot[] _slots = [];

    /// <summary>Makes a struct all of whose fields are zero.</summary>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">The type is no struct.</exception>
    public GobStruct(GobType type)
        : base(type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind != GobTypeKind.Struct)
            throw new ArgumentException($"{type} is not the type of a struct.", nameof(type));
    }

    /// <summary>Makes a struct of fields known to fit, in order, which are its own from now on.</summary>
    internal GobStruct(GobType type, Slot[] slots)
        : base(type) => _slots = slots;

    /// <summary>How many fields are on the wire.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Slot slot in _slots)
                count += slot.IsOnWire ? 1 : 0;
            return count;
        }
    }

    /// <summary>The fields with their numbers, in order; those that are not on the wire say so.</summary>
    internal ReadOnlySpan<Slot> Slots => _slots;

    /// <summary>The zero of a struct's field that is not on the wire: it is for reading.</summary>
    internal static GobStruct ZeroOfField(GobType type) => new(type, Zero);

    /// <summary>Sets a field; it takes its place in the order of the wire.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; null takes the field off the wire, as does a zero.</param>
    /// <exception cref="GobException">There is no such field, or its type is another one.</exception>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public void Set(string name, GobValue? value)
    {
        int number = Number(name);
        GobValue? fitting = value is null ? null : FieldValue(number, value);
        if (ReferenceEquals(_slots, Zero))
            throw FittingValue.ReadOnlyZero();
        int place = Place(number);
        bool isThere = place >= 0;
        if (fitting is null || ZeroValue.IsOmitted(fitting))
        {
            if (isThere)
                _slots = [.. _slots.AsSpan(0, place), .. _slots.AsSpan(place + 1)];
            return;
        }

        if (isThere)
            _slots[place] = new Slot(number, fitting);
        else
            _slots = [.. _slots.AsSpan(0, ~place), new Slot(number, fitting), .. _slots.AsSpan(~place)];
    }

    /// <summary>Takes a field off the wire: it is zero then, and a pointer nil.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>Whether it was on the wire.</returns>
    /// <exception cref="GobException">There is no such field.</exception>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public bool Remove(string name)
    {
        bool wasThere = Find(name) is not null;
        Set(name, null);
        return wasThere;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, GobValue>> GetEnumerator()
    {
        foreach (Slot slot in _slots)
        {
            if (slot.IsOnWire)
                yield return new(Type.FieldArray[slot.Number].Name, slot.Value);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue Get(string name)
    {
        int number = Number(name);
        int place = Place(number);
        if (place >= 0)
            return _slots[place].Value;
        GobType type = Type.FieldArray[number].Type;
        if (type.Kind is GobTypeKind.Array or GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler)
            throw new GobException(GobErrorKind.InvalidValue, $"the field {name} of type {type} is not on the wire; ask TryGet");
        return ZeroValue.Of(type, isReadOnly: true);
    }

    internal GobValue? Find(string name)
    {
        int number = Type.FieldNumber(name);
        int place = number < 0 ? -1 : Place(number);
        return place >= 0 && _slots[place].IsOnWire ? _slots[place].Value : null;
    }

    private int Number(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int number = Type.FieldNumber(name);
        return number >= 0
            ? number
            : throw FittingValue.Mismatch($"a value of type {Type} has no field \"{name}\"", $"a struct with the field {name}", Type);
    }

    private GobValue FieldValue(int number, GobValue value)
    {
        GobField field = Type.FieldArray[number];
        try
        {
            return FittingValue.Of(value, field.Type);
        }
        catch (GobException error) when (error.PrependPath(field.Name))
        {
            throw;
        }
    }

    /// <summary>Where a field stands among those set; the complement of where it would, if it is not.</summary>
    private int Place(int number)
    {
        ReadOnlySpan<Slot> slots = Slots;
        int low = 0;
        int high = slots.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (slots[middle].Number == number)
                return middle;
            if (slots[middle].Number < number)
                low = middle + 1;
            else
                high = middle;
        }

        return ~low;
    }

    /// <summary>A field that was received or set.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="IsReceivedEmpty">Whether it is a slice that came empty, which Go would have left out: it goes as it came.</param>
    internal readonly record struct Slot(int Number, GobValue Value, bool IsReceivedEmpty = false)
    {
        public bool IsOnWire => IsReceivedEmpty || Value is not GobSequence { Count: 0, Type.Kind: GobTypeKind.Slice };
    }
}
