using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>A constructor's argument that is the existing object's member unless a field comes for it.</summary>
internal sealed class MergingArgumentSlot<T, TArguments, TField>(
    string name, Getter<T, TField> getter, Setter<TArguments, TField> setter, Codec<TField> codec) : Slot<MergeTarget<T, TArguments>>(name)
{
    public override FieldOp<MergeTarget<T, TArguments>> Compile(GobType wire, OpCompiler compiler) =>
        new MergingOp(getter, setter, compiler.Get(codec, wire));

    /// <summary>Carries the existing member over.</summary>
    public override void Carry(ref MergeTarget<T, TArguments> target) => setter(ref target.Arguments, getter(ref target.Existing));

    public override void SetZero(ref MergeTarget<T, TArguments> target, int depth) => setter(ref target.Arguments, codec.CreateZero(depth));

    public override void Examine(ref MergeTarget<T, TArguments> prototype)
    {
    }

    private sealed class MergingOp(Getter<T, TField> getter, Setter<TArguments, TField> setter, Op<TField> op) : FieldOp<MergeTarget<T, TArguments>>
    {
        public override void Read(ref GobReader reader, ref MergeTarget<T, TArguments> target)
        {
            TField value = getter(ref target.Existing);
            op.Read(ref reader, ref value);
            setter(ref target.Arguments, value);
        }
    }
}
