using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>An optional value ↔ a pointer. A pointer to zero is left off like zero itself, so it comes back as none (Go does the same).</summary>
internal sealed class OptionalCodec<TOptional, TElement>(
    Codec<TElement> element,
    OptionDeconstructor<TOptional, TElement> deconstruct,
    Func<TOptional> none,
    Func<TElement, TOptional> some) : Codec<TOptional>
{
    public override LocalType LocalType => element.LocalType;

    public override bool IsPointer => true;

    public override void Write(GobWriter writer, TOptional value)
    {
        if (!deconstruct(value, out TElement? content))
            throw new GobException(GobErrorKind.InvalidValue, "null has no form in gob; only a struct's field may be null");
        element.Write(writer, content);
    }

    // A pointer to an opaque value is sent whenever it is not nil: Go looks at the pointer there.
    public override bool IsOmitted(TOptional value) =>
        !deconstruct(value, out TElement? content) || (element.IsOmitted(content) && !element.LocalType.IsOpaque);

    public override bool IsZero(TOptional value) => !deconstruct(value, out _);

    public override TOptional CreateZero(int depth) => none();

    public override Codec<TOptional> WithLengths(ReadOnlySpan<int> lengths) =>
        new OptionalCodec<TOptional, TElement>(element.WithLengths(lengths), deconstruct, none, some);

    public override Op<TOptional> Compile(GobType wire, OpCompiler compiler)
    {
        var op = new OptionalOp(some, compiler.Merges ? deconstruct : null);
        compiler.Begin(this, wire, op);
        op.Element = compiler.Get(element, wire, merges: false);
        op.Existing = compiler.Get(element, wire);
        return op;
    }

    private sealed class OptionalOp(Func<TElement, TOptional> some, OptionDeconstructor<TOptional, TElement>? deconstruct) : Op<TOptional>
    {
        public Op<TElement> Element { get; set; } = null!;

        public Op<TElement> Existing { get; set; } = null!;

        public override bool ReadsStruct => Element.ReadsStruct;

        public override bool MatchesNothing => Element.MatchesNothing;

        public override void Read(ref GobReader reader, ref TOptional value)
        {
            TElement? content = default;
            if (deconstruct is not null && deconstruct(value, out content))
                Existing.Read(ref reader, ref content);
            else
                Element.Read(ref reader, ref content!);
            value = some(content);
        }
    }
}
