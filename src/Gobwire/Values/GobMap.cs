using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Gobwire.Values;

namespace Gobwire;

/// <summary>A map: its entries in the order they came or were added, which means nothing in Go.</summary>
/// <remarks>A damaged stream may bring a key twice. Both are kept and go out again; asked for, the last counts, as in Go.</remarks>
public sealed class GobMap : GobValue, IReadOnlyCollection<KeyValuePair<GobValue, GobValue>>
{
    private readonly List<KeyValuePair<GobValue, GobValue>> _entries;
    private readonly bool _isReadOnly;
    private Dictionary<GobValue, int>? _places;
    private GobType? _alike;

    /// <summary>Makes an empty map.</summary>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">The type is no map.</exception>
    public GobMap(GobType type)
        : base(type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind != GobTypeKind.Map)
            throw new ArgumentException($"{type} is not the type of a map.", nameof(type));
        _entries = [];
    }

    internal GobMap(GobType type, List<KeyValuePair<GobValue, GobValue>> entries, bool isReadOnly = false)
        : base(type)
    {
        _entries = entries;
        _isReadOnly = isReadOnly;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The entries, for loops without an enumerator.</summary>
    internal ReadOnlySpan<KeyValuePair<GobValue, GobValue>> Entries => CollectionsMarshal.AsSpan(_entries);

    /// <summary>Where the last entry of each key stands.</summary>
    internal Dictionary<GobValue, int> Places
    {
        get
        {
            if (_places is not null)
                return _places;
            var places = new Dictionary<GobValue, int>(_entries.Count, GobValueComparer.Instance);
            for (int i = 0; i < _entries.Count; i++)
                places[_entries[i].Key] = i;
            return _places = places;
        }
    }

    /// <summary>An element by its key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GobException">There is no such key, or key or element are of another type.</exception>
    /// <exception cref="InvalidOperationException">The map is set, and the zero value of a field that is not on the wire.</exception>
    public GobValue this[GobValue key]
    {
        get => Get(key);
        set => Set(key, value);
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The element.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    /// <exception cref="GobException">Key or element are of another type.</exception>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public void Add(GobValue key, GobValue value)
    {
        if (Find(key) is not null)
            throw new ArgumentException($"The map has the key {key} already.", nameof(key));
        Set(key, value);
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="GobException">The key is of another type.</exception>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public bool Remove(GobValue key)
    {
        CheckEditable();
        GobValue fitting = FittingValue.Of(key, Type.Key!);
        if (!Places.ContainsKey(fitting))
            return false;
        _entries.RemoveAll(e => GobValueComparer.Instance.Equals(e.Key, fitting));
        _places = null;
        return true;
    }

    /// <summary>Removes all entries. An empty map is still on the wire; a nil one is a field that is not set.</summary>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public void Clear()
    {
        CheckEditable();
        _entries.Clear();
        _places = null;
    }

    /// <summary>An element by its key, if it is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The element; the last, if the key came twice.</param>
    /// <returns>Whether it is there.</returns>
    /// <exception cref="GobException">The key is of another type.</exception>
    public bool TryGetValue(GobValue key, [MaybeNullWhen(false)] out GobValue value)
    {
        value = Find(key);
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<GobValue, GobValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue Get(GobValue key) =>
        Find(key) ?? throw new GobException(GobErrorKind.InvalidValue, $"a value of type {Type} has no key {key}");

    internal GobValue? Find(GobValue key) =>
        Places.TryGetValue(FittingValue.Of(key, Type.Key!), out int place) ? _entries[place].Value : null;

    internal void Set(GobValue key, GobValue value)
    {
        CheckEditable();
        GobValue fittingKey = FittingValue.Of(key, Type.Key!);
        GobValue fitting = FitElement(fittingKey, value);
        if (Places.TryGetValue(fittingKey, out int place))
        {
            _entries[place] = new(_entries[place].Key, fitting);
            return;
        }

        Places.Add(fittingKey, _entries.Count);
        _entries.Add(new(fittingKey, fitting));
    }

    /// <summary>Adds an entry whose key and element are known to be of the map's types.</summary>
    /// <returns>False, and nothing is added, if the key is there and not to be kept twice.</returns>
    internal bool TryAdd(GobValue key, GobValue value, bool keepsTwice)
    {
        if (keepsTwice)
            Places[key] = _entries.Count;
        else if (!Places.TryAdd(key, _entries.Count))
            return false;
        _entries.Add(new(key, value));
        return true;
    }

    private GobValue FitElement(GobValue key, GobValue value)
    {
        if (value is not null && ReferenceEquals(value.Type, _alike))
            return value;
        try
        {
            GobValue fitting = FittingValue.Of(value!, Type.Element!);
            _alike = fitting.Type;
            return fitting;
        }
        catch (GobException error) when (error.PrependKey($"[{key}]"))
        {
            throw;
        }
    }

    private void CheckEditable()
    {
        if (_isReadOnly)
            throw FittingValue.ReadOnlyZero();
    }
}
