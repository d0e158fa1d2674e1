using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Gobwire.Values;

namespace Gobwire;

/// <summary>A map: its entries in the order they came or were added, which means nothing in Go.</summary>
/// <remarks>A damaged stream may bring a key twice. Both are kept and go out again; asked for, the last counts, as in Go.</remarks>
public sealed class GobMap : GobValue, IReadOnlyCollection<KeyValuePair<GobValue, GobValue>>
{
    private static readonly Table Zero = new([]);

    // The entries as they came, or a table once it is asked for a key or edited: a stranger's empty map is one byte, and costs an object and no more.
    private object _content;

    /// <summary>Makes an empty map.</summary>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">The type is no map.</exception>
    public GobMap(GobType type)
        : base(type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kind != GobTypeKind.Map)
            throw new ArgumentException($"{type} is not the type of a map.", nameof(type));
        _content = Array.Empty<KeyValuePair<GobValue, GobValue>>();
    }

    /// <summary>Makes a map of entries known to fit, which are its own from now on.</summary>
    internal GobMap(GobType type, KeyValuePair<GobValue, GobValue>[] entries)
        : base(type) => _content = entries;

    private GobMap(GobType type, Table table)
        : base(type) => _content = table;

    /// <summary>How many entries there are.</summary>
    public int Count => Entries.Length;

    /// <summary>The zero of a map's field that is not on the wire: it is for reading.</summary>
    internal static GobMap ZeroOfField(GobType type) => new(type, Zero);

    /// <summary>The entries, for loops without an enumerator.</summary>
    internal ReadOnlySpan<KeyValuePair<GobValue, GobValue>> Entries =>
        _content is Table table ? CollectionsMarshal.AsSpan(table.Entries) : (KeyValuePair<GobValue, GobValue>[])_content;

    /// <summary>Where the last entry of each key stands.</summary>
    internal Dictionary<GobValue, int> Places => Asked().Places;

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
        List<KeyValuePair<GobValue, GobValue>> entries = Asked().Entries;
        entries.RemoveAll(e => GobValueComparer.Instance.Equals(e.Key, fitting));
        _content = new Table(entries);
        return true;
    }

    /// <summary>Removes all entries. An empty map is still on the wire; a nil one is a field that is not set.</summary>
    /// <exception cref="InvalidOperationException">This is the zero value of a field that is not on the wire.</exception>
    public void Clear()
    {
        CheckEditable();
        _content = Array.Empty<KeyValuePair<GobValue, GobValue>>();
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
    public IEnumerator<KeyValuePair<GobValue, GobValue>> GetEnumerator() =>
        ((_content as Table)?.Entries ?? (IEnumerable<KeyValuePair<GobValue, GobValue>>)_content).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue Get(GobValue key) =>
        Find(key) ?? throw new GobException(GobErrorKind.InvalidValue, $"a value of type {Type} has no key {key}");

    internal GobValue? Find(GobValue key) =>
        Places.TryGetValue(FittingValue.Of(key, Type.Key!), out int place) ? Entries[place].Value : null;

    internal void Set(GobValue key, GobValue value)
    {
        CheckEditable();
        GobValue fittingKey = FittingValue.Of(key, Type.Key!);
        GobValue fitting = FitElement(fittingKey, value);
        Table table = Asked();
        if (table.Places.TryGetValue(fittingKey, out int place))
        {
            table.Entries[place] = new(table.Entries[place].Key, fitting);
            return;
        }

        table.Places.Add(fittingKey, table.Entries.Count);
        table.Entries.Add(new(fittingKey, fitting));
    }

    /// <summary>Adds an entry whose key and element are known to be of the map's types.</summary>
    /// <returns>False, and nothing is added, if the key is there and not to be kept twice.</returns>
    internal bool TryAdd(GobValue key, GobValue value, bool keepsTwice)
    {
        Table table = Asked();
        if (keepsTwice)
            table.Places[key] = table.Entries.Count;
        else if (!table.Places.TryAdd(key, table.Entries.Count))
            return false;
        table.Entries.Add(new(key, value));
        return true;
    }

    private GobValue FitElement(GobValue key, GobValue value)
    {
        // Elements are mostly of one type: one alike to that of the last needs no second look.
        if (value is not null && Count > 0 && ReferenceEquals(value.Type, Entries[^1].Value.Type))
            return value;
        try
        {
            return FittingValue.Of(value!, Type.Element!);
        }
        catch (GobException error) when (error.PrependKey($"[{key}]"))
        {
            throw;
        }
    }

    private void CheckEditable()
    {
        if (ReferenceEquals(_content, Zero))
            throw FittingValue.ReadOnlyZero();
    }

    private Table Asked()
    {
        if (_content is not Table table)
            _content = table = new Table([.. (KeyValuePair<GobValue, GobValue>[])_content]);
        return table;
    }

    private sealed class Table
    {
        public Table(List<KeyValuePair<GobValue, GobValue>> entries)
        {
            Entries = entries;
            Places = new Dictionary<GobValue, int>(entries.Count, GobValueComparer.Instance);
            for (int i = 0; i < entries.Count; i++)
                Places[entries[i].Key] = i;
        }

        public List<KeyValuePair<GobValue, GobValue>> Entries { get; }

        public Dictionary<GobValue, int> Places { get; }
    }
}
