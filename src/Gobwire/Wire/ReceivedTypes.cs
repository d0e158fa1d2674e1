using Gobwire.Codecs;

namespace Gobwire.Wire;

/// <summary>The types a stream has defined up to a point. Immutable: the next definition leads to another instance.</summary>
/// <remarks>
/// Decoders of the same options share these instances and recognise a definition by its bytes, so that a new stream with
/// known definitions parses and compiles nothing. What is shared is bounded by <see cref="ReceivedTypesCache"/>.
/// </remarks>
internal sealed class ReceivedTypes
{
    private readonly ReceivedTypesCache _cache;
    private readonly ReceivedTypes? _previous;
    private readonly WireDefinition? _definition;
    private readonly byte[] _message;
    private readonly int _generation;
    private ReceivedTypes[] _next = [];
    private (Codec Codec, int Id, Op Op)[] _ops = [];
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

        return null;
    }

    /// <summary>The types after a new definition.</summary>
    public ReceivedTypes Add(WireDefinition definition, ReadOnlySpan<byte> message)
    {
        var next = new ReceivedTypes(this, definition, message.ToArray());
        lock (_cache)
        {
            if (_cache.TryRetain(_generation, message.Length))
                _next = [.. _next, next];
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
        foreach (var known in Volatile.Read(ref _ops))
        {
            if (ReferenceEquals(known.Codec, codec) && known.Id == id)
                return (Op<T>)known.Op;
        }

        return FindOrCompile(codec, id);
    }

    /// <summary>The type of an id, with all the types it is made of.</summary>
    /// <exception cref="GobException">The type or one that it is made of is not defined.</exception>
    public GobType Resolve(int id)
    {
        if (GobType.Basic(id) is { } basic)
            return basic;
        lock (_cache)
        {
            GobType? known = FindResolved(id);
            if (known is null)
            {
                var graph = new GobTypeGraph(FindDefinition, FindResolved);
                known = graph.Resolve(id);
                _resolved ??= [];
                foreach (GobType type in graph.NewTypes)
                    _resolved[type.Id] = type;
            }

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
        {
            foreach (var known in Volatile.Read(ref types._ops))
            {
                if (ReferenceEquals(known.Codec, codec) && known.Id == id)
                    op = known.Op;
            }
        }

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
            _ops = [.. _ops, (codec, id, op)];
        }

        return (Op<T>)op;
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
