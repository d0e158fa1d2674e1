namespace Gobwire.Codecs;

/// <summary>Compiles ops; within one compilation each pair of local and wire type has one op, so that recursive types end.</summary>
internal sealed class OpCompiler
{
    private readonly Dictionary<(Codec Codec, GobType Wire, bool Merges), Op> _ops = [];

    /// <summary>How many ops were compiled.</summary>
    public int Count => _ops.Count;

    /// <summary>Whether the ops being compiled decode into what is there already, by Go's rules, instead of replacing it.</summary>
    public bool Merges { get; private set; }

    /// <summary>Compiles the op of a value that stands by itself: at top level or inside an interface value.</summary>
    public Op<T> CompileRoot<T>(Codec<T> codec, GobType wire)
    {
        Op<T> op = Get(codec, wire);
        if (op.MatchesNothing)
        {
            throw new GobException(
                GobErrorKind.TypeMismatch, $"type mismatch: no fields matched decoding {wire} into {codec.Name}")
            {
                WireType = wire.ToString(),
                LocalType = codec.Name,
            };
        }

        return op;
    }

    /// <summary>The op of a pair of types, compiled or under way.</summary>
    public Op<T> Get<T>(Codec<T> codec, GobType wire)
    {
        if (_ops.TryGetValue((codec, wire, Merges), out Op? known))
            return (Op<T>)known;
        Op<T> op = codec.Compile(wire, this);
        _ops.TryAdd((codec, wire, Merges), op);
        return op;
    }

    /// <summary>The op that decodes into what is there already, or into nothing.</summary>
    public Op<T> Get<T>(Codec<T> codec, GobType wire, bool merges)
    {
        bool outer = Merges;
        Merges = merges;
        Op<T> op = Get(codec, wire);
        Merges = outer;
        return op;
    }

    /// <summary>Makes an op known before the ops it is made of are compiled: they may come back to it.</summary>
    public void Begin(Codec codec, GobType wire, Op op) => _ops[(codec, wire, Merges)] = op;
}
