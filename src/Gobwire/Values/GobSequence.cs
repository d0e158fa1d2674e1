using System.Collections;
using Gobwire.Values;

namespace Gobwire;

/// <summary>An array or a slice. An array's length belongs to its type: its elements can be set, but none added or removed.</summary>
public sealed class GobSequence : GobValue, IList<GobValue>, IReadOnlyList<GobValue>
{
    private readonly List<GobValue> _elements;
    private readonly bool _isReadOnly;
    private GobType? _alike;

    /// <summary>Makes an empty slice, or an array whose elements are zero.</summary>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">The type is neither.</exception>
    /// <exception cref="GobException">An array's elements have no zero that can be known, or are too many.</exception>
    public GobSequence(GobType type)
        : base(type)
    {
        CheckKind(type);
        _elements = ((GobSequence)ZeroValue.Of(type))._elements;
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
        _elements = [];
        foreach (GobValue element in elements)
            _elements.Add(Fit(element, _elements.Count));
        if (type.Kind == GobTypeKind.Array && type.Length != _elements.Count)
            throw new ArgumentException($"{_elements.Count} elements for an array of length {type.Length}.", nameof(elements));
    }

    internal GobSequence(GobType type, List<GobValue> elements, bool isReadOnly = false)
        : base(type)
    {
        _elements = elements;
        _isReadOnly = isReadOnly;
    }

    /// <summary>How many elements there are.</summary>
    public int Count => _elements.Count;

    /// <summary>Whether elements can be neither added, removed nor set: true of the zero of a field that is not on the wire.</summary>
    public bool IsReadOnly => _isReadOnly;

    /// <summary>The elements, for loops without an enumerator.</summary>
    internal ReadOnlySpan<GobValue> Elements => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_elements);

    /// <summary>Adds an element to a slice.</summary>
    /// <param name="item">The element.</param>
    /// <exception cref="GobException">It is of another type.</exception>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Add(GobValue item) => Insert(_elements.Count, item);

    /// <summary>Inserts an element into a slice.</summary>
    /// <param name="index">Where, from 0.</param>
    /// <param name="item">The element.</param>
    /// <exception cref="GobException">It is of another type.</exception>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Insert(int index, GobValue item)
    {
        CheckResizable();
        _elements.Insert(index, Fit(item, index));
    }

    /// <summary>Removes an element from a slice.</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void RemoveAt(int index)
    {
        CheckResizable();
        _elements.RemoveAt(index);
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
            _elements.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes all elements from a slice.</summary>
    /// <exception cref="InvalidOperationException">This is an array, or read-only.</exception>
    public void Clear()
    {
        CheckResizable();
        _elements.Clear();
    }

    /// <summary>The index of the first element that is equal by <see cref="GobValueComparer"/>; -1 if there is none.</summary>
    /// <param name="item">The element.</param>
    public int IndexOf(GobValue item) => _elements.FindIndex(e => GobValueComparer.Instance.Equals(e, item));

    /// <summary>Whether an element is equal by <see cref="GobValueComparer"/>.</summary>
    /// <param name="item">The element.</param>
    public bool Contains(GobValue item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(GobValue[] array, int arrayIndex) => _elements.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<GobValue> GetEnumerator() => _elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue Get(int index) => _elements[index];

    internal void Set(int index, GobValue value)
    {
        if (_isReadOnly)
            throw FittingValue.ReadOnlyZero();
        _elements[index] = Fit(value, index);
    }

    private static void CheckKind(GobType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind is not (GobTypeKind.Slice or GobTypeKind.Array))
            throw new ArgumentException($"{type} is not the type of a slice or an array.", nameof(type));
    }

    private GobValue Fit(GobValue element, int index)
    {
        // Elements are mostly of one type: what was found alike before needs no second look.
        if (element is not null && ReferenceEquals(element.Type, _alike))
            return element;
        try
        {
            GobValue fitting = FittingValue.Of(element!, Type.Element!);
            _alike = fitting.Type;
            return fitting;
        }
        catch (GobException error) when (error.PrependIndex(index))
        {
            throw;
        }
    }

    private void CheckResizable()
    {
        if (_isReadOnly)
            throw FittingValue.ReadOnlyZero();
        if (Type.Kind == GobTypeKind.Array)
            throw new InvalidOperationException($"The length of {Type} belongs to its type: set its elements instead.");
    }
}
