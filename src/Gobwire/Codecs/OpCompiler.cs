namespace Gobwire.Codecs;

/// <summary>Compiles ops; within one compilation each pair of local and wire type has one op, so that recursive types end.</summary>
internal sealed class OpCompiler
{
    private readonly Dictionary<(Codec Codec, GobType Wire), Op> _ops = [];

    /// <summary>How many ops were compiled.</summary>
    public int Count => _ops.Count;

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
        if (_ops.TryGetValue((codec, wire), out Op? known))
            return (Op<T>)known;
        Op<T> op = codec.Compile(wire, this);
        _ops.TryAdd((codec, wire), op);
        return op;
    }

    /// <summary>Makes an op known before the ops it is made of are compiled: they may come back to it.</summary>
    public void Begin(Codec codec, GobType wire, Op op) => _ops[(codec, wire)] = op;
}
