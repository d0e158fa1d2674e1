using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>The place of an embedded struct's fields: members of the target itself.</summary>
internal sealed class EmbeddedSlot<TTarget> : Slot<TTarget>
{
    private readonly Slot<TTarget>[] _inner;

    public EmbeddedSlot(string name, Slot<TTarget>[] inner)
        : base(name)
    {
        _inner = inner;
        LearnNeeds();
    }

    public override bool Sets(string fieldName) => Array.Exists(_inner, s => s.Sets(fieldName));

    public override void Carry(ref TTarget target)
    {
        foreach (Slot<TTarget> slot in _inner)
            slot.Carry(ref target);
    }

    public override FieldOp<TTarget> Compile(GobType wire, OpCompiler compiler)
    {
        if (wire.Kind != GobTypeKind.Struct)
        {
            throw new GobException(GobErrorKind.TypeMismatch, $"decoding into an embedded struct, received remote type {wire}")
            {
                WireType = wire.ToString(),
                LocalType = Name,
            };
        }

        var op = new EmbeddedStructOp(wire, _inner);
        op.Compile(compiler);
        return new EmbeddedFieldOp(this, op, compiler.Merges);
    }

    public override void SetZero(ref TTarget target, int depth)
    {
        foreach (Slot<TTarget> slot in _inner)
        {
            if (slot.NeedsZeroWhenLeftOff)
                slot.SetZero(ref target, depth);
        }
    }

    public override void SetZeroWhenUnknown(ref TTarget target)
    {
        foreach (Slot<TTarget> slot in _inner)
        {
            if (slot.NeedsZeroWhenUnknown)
                slot.SetZeroWhenUnknown(ref target);
        }
    }

    public override void Examine(ref TTarget prototype)
    {
        foreach (Slot<TTarget> slot in _inner)
            slot.Examine(ref prototype);
        LearnNeeds();
    }

    private void LearnNeeds()
    {
        NeedsZeroWhenLeftOff = Array.Exists(_inner, s => s.NeedsZeroWhenLeftOff);
        NeedsZeroWhenUnknown = Array.Exists(_inner, s => s.NeedsZeroWhenUnknown);
    }

    private sealed class EmbeddedStructOp(GobType wire, Slot<TTarget>[] slots) : StructOp<TTarget, TTarget>(wire, slots)
    {
        public override void Read(ref GobReader reader, ref TTarget value) => ReadFields(ref reader, ref value);
    }

    private sealed class EmbeddedFieldOp(EmbeddedSlot<TTarget> slot, EmbeddedStructOp op, bool merges) : FieldOp<TTarget>
    {
        public override bool NeedsZero => !merges && slot.NeedsZeroWhenLeftOff;

        public override void Read(ref GobReader reader, ref TTarget target) => op.Read(ref reader, ref target);

        public override void SetZero(ref TTarget target) => slot.SetZero(ref target, 0);
    }
}
