using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A type that travels as another: a marshaler of PolyType, or a type of the base library without a form of its own.</summary>
internal sealed class ConvertingCodec<T, TSurrogate>(
    Codec<TSurrogate> surrogate, Func<T, TSurrogate> marshal, Func<TSurrogate, T> unmarshal, LocalType? localType = null) : Codec<T>
{
    public override LocalType LocalType => localType ?? surrogate.LocalType;

    public override bool IsPointer => surrogate.IsPointer;

    public override void Write(GobWriter writer, T value) => surrogate.Write(writer, Marshal(value));

    public override bool IsOmitted(T value) => surrogate.IsOmitted(Marshal(value));

    public override bool IsZero(T value) => surrogate.IsZero(Marshal(value));

    public override T CreateZero(int depth) => unmarshal(surrogate.CreateZero(depth));

    public override Codec<T> WithLengths(ReadOnlySpan<int> lengths) =>
        lengths.IsEmpty ? this : new ConvertingCodec<T, TSurrogate>(surrogate.WithLengths(lengths), marshal, unmarshal);

    public override Op<T> Compile(GobType wire, OpCompiler compiler)
    {
        var op = new ConvertingOp(unmarshal);
        compiler.Begin(this, wire, op);
        op.Surrogate = compiler.Get(surrogate, wire, merges: false);
        return op;
    }

    private TSurrogate Marshal(T value)
    {
        try
        {
            return marshal(value);
        }
        catch (Exception error) when (error is OverflowException or ArgumentException or FormatException)
        {
            throw new GobException(GobErrorKind.InvalidValue, $"this {Name} has no form in gob: {error.Message}", error) { TellsValue = true };
        }
    }

    private sealed class ConvertingOp(Func<TSurrogate, T> unmarshal) : Op<T>
    {
        public Op<TSurrogate> Surrogate { get; set; } = null!;

        public override bool ReadsStruct => Surrogate.ReadsStruct;

        public override bool MatchesNothing => Surrogate.MatchesNothing;

        public override void Read(ref GobReader reader, ref T value)
        {
            TSurrogate surrogate = default!;
            Surrogate.Read(ref reader, ref surrogate);
            try
            {
                value = unmarshal(surrogate);
            }
            catch (Exception error) when (error is OverflowException or ArgumentException or FormatException)
            {
                throw reader.At(new GobException(GobErrorKind.OutOfRange, $"no {TypeNames.Of(typeof(T))} has this value: {error.Message}", error));
            }
        }
    }
}
