using System.Collections.Concurrent;
using Gobwire.Codecs;

namespace Gobwire.Wire;

/// <summary>The types a stream has defined up to a point. Immutable: the next definition leads to another instance.</summary>
/// <remarks>
/// Decoders of the same options share these instances and recognise a definition by its bytes, so that a new stream with
/// known definitions parses and compiles nothing. What is shared is bounded by <see cref="ReceivedTypesCache"/>.
/// </remarks>
internal sealed class ReceivedTypes
{
    private const int Few = 8;

    /// <summary>What a resolved type that is kept a second time takes, roughly in bytes.</summary>
    private const int ResolvedCost = 64;

    private readonly ReceivedTypesCache _cache;
    private readonly ReceivedTypes? _previous;
    private readonly WireDefinition? _definition;
    private readonly byte[] _message;
    private readonly int _generation;
    private ReceivedTypes[] _next = [];
    private ConcurrentDictionary<byte[], ReceivedTypes>? _manyNext;
    private (Codec Codec, int Id, Op Op)[] _ops = [];
    private ConcurrentDictionary<(Codec Codec, int Id), Op>? _manyOps;
    private Dictionary<int, GobType>? _resolved;

    public ReceivedTypes(ReceivedTypesCache cache, int generation)
    {
        _cache = cache;
        _generation = generation;
        _message = [];
    }

    private ReceivedTypes(ReceivedTypes previous, WireDefinition definition, byte[] message)
    {
        _cache = previous._cache;
        _generation = previous._generation;
        _previous = previous;
        _definition = definition;
        _message = message;
        Count = previous.Count + 1;
        Bytes = previous.Bytes + message.Length;
    }

    /// <summary>How many definitions led here.</summary>
    public int Count { get; }

    /// <summary>The types of a stream that has defined none.</summary>
    public ReceivedTypes Root => _cache.Root;

    /// <summary>How many bytes these definitions took.</summary>
    public long Bytes { get; }

    /// <summary>Whether the last definition's names are within the limits: another stream may have brought it under others.</summary>
    public bool Fits(GobOptions options) => _definition?.Fits(options) is not false;

    /// <summary>The types after a definition that some stream has sent at this point before, or null.</summary>
    public ReceivedTypes? FindNext(ReadOnlySpan<byte> message)
    {
        foreach (ReceivedTypes next in Volatile.Read(ref _next))
        {
            if (message.SequenceEqual(next._message))
                return next;
        }

        ReceivedTypes? known = null;
        Volatile.Read(ref _manyNext)?.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(message, out known);
        return known;
    }

    /// <summary>The types after a new definition.</summary>
    public ReceivedTypes Add(WireDefinition definition, ReadOnlySpan<byte> message)
    {
        var next = new ReceivedTypes(this, definition, message.ToArray());
        lock (_cache)
        {
            if (_cache.TryRetain(_generation, message.Length))
                Keep(next);
        }

        return next;
    }

    public bool Defines(int id)
    {
        for (ReceivedTypes? types = this; types is not null; types = types._previous)
        {
            if (types._definition?.Id == id)
                return true;
        }

        return false;
    }

    public bool DefinesSince(ReceivedTypes start, int id)
    {
        for (ReceivedTypes? types = this; types is not null && types != start; types = types._previous)
        {
            if (types._definition?.Id == id)
                return true;
        }

        return false;
    }

    /// <summary>Only the definitions that came after <paramref name="start"/>, as a new encoder's stream would have sent them.</summary>
    public ReceivedTypes RestartSince(ReceivedTypes start)
    {
        if (_previous is null || this == start)
            return _cache.Root;
        ReceivedTypes before = _previous.RestartSince(start);
        return before.FindNext(_message) ?? before.Add(_definition!, _message);
    }

    /// <summary>The definitions that led here, in order, each as it came: a message without its length.</summary>
    public byte[][] Messages()
    {
        var messages = new byte[Count][];
        for (ReceivedTypes types = this; types._previous is not null; types = types._previous)
            messages[types.Count - 1] = types._message;
        return messages;
    }

    /// <summary>The op that decodes the wire type <paramref name="id"/> with a codec; compiled once.</summary>
    /// <exception cref="GobException">The types do not match, or one of them is not defined.</exception>
    public Op<T> GetOp<T>(Codec<T> codec, int id)
    {
        return (Op<T>)(FindOp(codec, id) ?? FindOrCompile(codec, id));
    }

    /// <summary>The type of an id, with all the types it is made of.</summary>
    /// <exception cref="GobException">The type or one that it is made of is not defined.</exception>
    public GobType Resolve(int id)
    {
        if (GobType.Basic(id) is { } basic)
            return basic;
        lock (_cache)
        {
            if (_resolved?.TryGetValue(id, out GobType? known) is true)
                return known;
            known = FindResolved(id);
            _resolved ??= [];
            if (known is null)
            {
                var graph = new GobTypeGraph(FindDefinition, FindResolved);
                known = graph.Resolve(id);
                foreach (GobType type in graph.NewTypes)
                    _resolved[type.Id] = type;
            }

            // Found among earlier definitions: they may be many, and the values of this type too.
            if (_resolved.TryAdd(id, known))
                _cache.Charge(_generation, ResolvedCost);
            return known;
        }
    }

    /// <summary>The types the stream has defined, in the order of their definitions.</summary>
    /// <exception cref="GobException">A type that one of them is made of is not defined.</exception>
    public IReadOnlyList<GobType> ResolveAll()
    {
        var ids = new Stack<int>(Count);
        for (ReceivedTypes? types = this; types is not null; types = types._previous)
        {
            if (types._definition is { } definition)
                ids.Push(definition.Id);
        }

        return [.. ids.Select(Resolve)];
    }

    private Op<T> FindOrCompile<T>(Codec<T> codec, int id)
    {
        Op? op = null;
        // An op compiled earlier in the stream stays right: a definition never changes.
        for (ReceivedTypes? types = _previous; types is not null && op is null; types = types._previous)
            op = types.FindOp(codec, id);

        int cost = 1;
        if (op is null)
        {
            var compiler = new OpCompiler();
            op = compiler.CompileRoot(codec, Resolve(id));
            cost = compiler.Count;
        }

        lock (_cache)
        {
            _cache.Charge(_generation, cost * 256);
            Keep(codec, id, op);
        }

        return (Op<T>)op;
    }

    /// <summary>The op if it is known here.</summary>
    private Op? FindOp(Codec codec, int id)
    {
        foreach (var known in Volatile.Read(ref _ops))
        {
            if (ReferenceEquals(known.Codec, codec) && known.Id == id)
                return known.Op;
        }

        Op? found = null;
        Volatile.Read(ref _manyOps)?.TryGetValue((codec, id), out found);
        return found;
    }

    /// <summary>Keeps what may follow: a few in a row, which is the fastest; past that by their bytes, or each would cost as much as there are. Locked.</summary>
    private void Keep(ReceivedTypes next)
    {
        if (_next.Length < Few)
            _next = [.. _next, next];
        else
            (_manyNext ??= new(concurrencyLevel: 1, Few, Utf8NameComparer.Instance)).TryAdd(next._message, next);
    }

    /// <summary>Keeps an op, in the same way.</summary>
    private void Keep(Codec codec, int id, Op op)
    {
        if (_ops.Length < Few)
            _ops = [.. _ops, (codec, id, op)];
        else
            (_manyOps ??= new(concurrencyLevel: 1, Few)).TryAdd((codec, id), op);
    }

    private GobType? FindResolved(int id)
    {
        for (ReceivedTypes? types = this; types is not null; types = types._previous)
        {
            if (types._resolved?.TryGetValue(id, out GobType? type) is true)
                return type;
        }

        return null;
    }

    private WireDefinition? FindDefinition(int id)
    {
        for (ReceivedTypes? types = this; types is not null; types = types._previous)
        {
            if (types._definition?.Id == id)
                return types._definition;
        }

        return null;
    }
}
