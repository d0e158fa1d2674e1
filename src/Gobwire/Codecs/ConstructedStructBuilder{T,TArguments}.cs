using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Collects the arguments of a constructor, which makes the object.</summary>
/// <param name="createArguments">Makes the arguments' state.</param>
/// <param name="construct">Makes the object.</param>
/// <param name="slots">The arguments.</param>
/// <param name="merging">The arguments as they are merged with an existing object; null if one of them is no member of it.</param>
internal sealed class ConstructedStructBuilder<T, TArguments>(
    Func<TArguments> createArguments,
    Constructor<TArguments, T> construct,
    Slot<TArguments>[] slots,
    Slot<MergeTarget<T, TArguments>>[]? merging) : StructBuilder<T>
{
    public override bool HasZeros => true;

    public override bool Sets(string fieldName) => Array.Exists(slots, s => s.Sets(fieldName));

    public override Op<T> Compile(Codec<T> codec, GobType wire, OpCompiler compiler)
    {
        if (compiler.Merges)
            return CompileMerging(codec, wire, compiler);
        var op = new ConstructedStructOp(createArguments, construct, wire, slots);
        compiler.Begin(codec, wire, op);
        op.Compile(compiler);
        return op;
    }

    public override T CreateZero(int depth)
    {
        CheckDepth(depth);
        TArguments arguments = createArguments();
        foreach (Slot<TArguments> slot in slots)
            slot.SetZero(ref arguments, depth + 1);
        return construct(ref arguments);
    }

    private Op<T> CompileMerging(Codec<T> codec, GobType wire, OpCompiler compiler)
    {
        Op<T> fresh = compiler.Get(codec, wire, merges: false);
        if (merging is null)
            return fresh;
        var op = new MergingStructOp(createArguments, construct, wire, merging) { Fresh = fresh };
        compiler.Begin(codec, wire, op);
        op.Compile(compiler);
        return op;
    }

    private sealed class ConstructedStructOp(
        Func<TArguments> createArguments, Constructor<TArguments, T> construct, GobType wire, Slot<TArguments>[] slots)
        : StructOp<T, TArguments>(wire, slots)
    {
        public override void Read(ref GobReader reader, ref T value)
        {
            TArguments arguments = createArguments();
            ReadFields(ref reader, ref arguments);
            value = construct(ref arguments);
        }
    }

    private sealed class MergingStructOp(
        Func<TArguments> createArguments, Constructor<TArguments, T> construct, GobType wire, Slot<MergeTarget<T, TArguments>>[] slots)
        : StructOp<T, MergeTarget<T, TArguments>>(wire, slots)
    {
        private readonly Slot<MergeTarget<T, TArguments>>[] _slots = slots;

        public required Op<T> Fresh { get; init; }

        public override void Read(ref GobReader reader, ref T value)
        {
            if (value is null)
            {
                Fresh.Read(ref reader, ref value);
                return;
            }

            var target = new MergeTarget<T, TArguments>(value, createArguments());
            foreach (Slot<MergeTarget<T, TArguments>> slot in _slots)
                slot.Carry(ref target);
            ReadFields(ref reader, ref target);
            value = construct(ref target.Arguments);
        }
    }
}
