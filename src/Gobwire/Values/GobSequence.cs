using System.Collections;
using Gobwire.Values;

namespace Gobwire;

/// <summary>An array or a slice. An array's length belongs to its type: its elements can be set, but none added or removed.</summary>
public sealed class GobSequence : GobValue, IList<GobValue>, IReadOnlyList<GobValue>
{
    private static readonly List<GobValue> Zero = [];

    // A single element itself, an array, or a list once it was edited: a stranger's slice in a slice is one byte, and costs an object and no more.
    private object _content;

    /// <summary>Makes an empty slice, or an array whose elements are zero.</summary>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">The type is neither.</exception>
    /// <exception cref="GobException">An array's elements have no zero that can be known, or are too many.</exception>
    public GobSequence(GobType type)
        : base(type)
    {
        CheckKind(type);
        _content = ((GobSequence)ZeroValue.Of(type))._content;
    }

    /// <summary>Makes a slice or an array of elements.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="elements">The elements; of an array all.</param>
    /// <exception cref="ArgumentException">The type is neither, or an array of another length.</exception>
    /// <exception cref="GobException">An element is of another type.</exception>
    public GobSequence(GobType type, IEnumerable<GobValue> elements)
        : base(type)
    {
        CheckKind(type);
        ArgumentNullException.ThrowIfNull(elements);
        var list = new List<GobValue>();
        _content = list;
        foreach (GobValue element in elements)
            list.Add(Fit(element, list.Count));
        if (type.Kind == GobTypeKind.Array && type.Length != list.Count)
            throw new ArgumentException($"{list.Count} elements for an array of length {type.Length}.", nameof(elements));
    }

    private GobSequence(GobType type, object content)
        : base(type) => _content = content;

    /// <summary>A sequence of elements known to fit, which are its own from now on.</summary>
    internal static GobSequence Of(GobType type, GobValue[] elements) => new(type, (object)elements);

    /// <summary>A sequence of one element known to fit.</summary>
    internal static GobSequence OfOne(GobType type, GobValue element) => new(type, (object)element);

    /// <summary>How many elements there are.</summary>
    public int Count => _content is GobValue[] elements ? elements.Length : _content is List<GobValue> list ? list.Count : 1;

    /// <summary>Whether elements can be neither added, removed nor set: true of the zero of a field that is not on the wire.</summary>
    public bool IsReadOnly => ReferenceEquals(_content, Zero);

    /// <summary>The zero of a slice's field that is not on the wire: it is for reading.</summary>
    internal static GobSequence ZeroOfField(GobType type) => new(type, (object)Zero);

    /// <summary>Adds an element to a slice.</summary>
    /// <param name="item">The element.</param>
    /// <exception cref="GobException">It is of another type.</exception>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Add(GobValue item) => Insert(Count, item);

    /// <summary>Inserts an element into a slice.</summary>
    /// <param name="index">Where, from 0.</param>
    /// <param name="item">The element.</param>
    /// <exception cref="GobException">It is of another type.</exception>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Insert(int index, GobValue item)
    {
        CheckResizable();
        Edited().Insert(index, Fit(item, index));
    }

    /// <summary>Removes an element from a slice.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void RemoveAt(int index)
    {
        CheckResizable();
        Edited().RemoveAt(index);
    }

    /// <summary>Removes the first element that is equal by <see cref="GobValueComparer"/>.</summary>
    /// <param name="item">The element.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public bool Remove(GobValue item)
    {
        CheckResizable();
        int index = IndexOf(item);
        if (index >= 0)
            Edited().RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes all elements from a slice.</summary>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Clear()
    {
        CheckResizable();
        _content = new List<GobValue>();
    }

    /// <summary>The index of the first element that is equal by <see cref="GobValueComparer"/>; -1 if there is none.</summary>
    /// <param name="item">The element.</param>
    public int IndexOf(GobValue item)
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            if (GobValueComparer.Instance.Equals(Get(i), item))
                return i;
        }

        return -1;
    }

    /// <summary>Whether an element is equal by <see cref="GobValueComparer"/>.</summary>
    /// <param name="item">The element.</param>
    public bool Contains(GobValue item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(GobValue[] array, int arrayIndex) => All.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<GobValue> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue Get(int index)
    {
        if (_content is List<GobValue> list)
            return list[index];
        CheckIndex(index);
        return _content is GobValue[] elements ? elements[index] : (GobValue)_content;
    }

    internal void Set(int index, GobValue value)
    {
        if (IsReadOnly)
            throw FittingValue.ReadOnlyZero();
        CheckIndex(index);
        GobValue fitting = Fit(value, index);
        if (_content is GobValue[] elements)
            elements[index] = fitting;
        else if (_content is List<GobValue> list)
            list[index] = fitting;
        else
            _content = fitting;
    }

    /// <summary>A single element may itself be a sequence, which is a list too: it comes first.</summary>
    private IList<GobValue> All => _content is GobValue one ? [one] : (IList<GobValue>)_content;

    /// <summary>The elements as a list, which can be longer and shorter.</summary>
    private List<GobValue> Edited()
    {
        if (_content is not List<GobValue> list)
            _content = list = [.. All];
        return list;
    }

    private void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
    }

    private static void CheckKind(GobType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind is not (GobTypeKind.Slice or GobTypeKind.Array))
            throw new ArgumentException($"{type} is not the type of a slice or an array.", nameof(type));
    }

    private GobValue Fit(GobValue element, int index)
    {
        // Elements are mostly of one type: one alike to that of the last needs no second look.
        if (element is not null && Count > 0 && ReferenceEquals(element.Type, Get(Count - 1).Type))
            return element;
        try
        {
            return FittingValue.Of(element!, Type.Element!);
        }
        catch (GobException error) when (error.PrependIndex(index))
        {
            throw;
        }
    }

    private void CheckResizable()
    {
        if (IsReadOnly)
            throw FittingValue.ReadOnlyZero();
        if (Type.Kind == GobTypeKind.Array)
            throw new InvalidOperationException($"The length of {Type} belongs to its type: set its elements instead.");
    }
}
