using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Reads one field of a wire struct into its place.</summary>
internal abstract class FieldOp<TTarget>
{
    /// <summary>Whether <see cref="SetZero"/> has work to do when the field is left off.</summary>
    public virtual bool NeedsZero => false;

    public abstract void Read(ref GobReader reader, ref TTarget target);

    public virtual void SetZero(ref TTarget target)
    {
    }
}

/// <summary>Reads a field into its slot.</summary>
internal sealed class SlotOp<TTarget, TField>(Slot<TTarget> slot, Op<TField> op, Setter<TTarget, TField> setter) : FieldOp<TTarget>
{
    public override bool NeedsZero => slot.NeedsZeroWhenLeftOff;

    public override void Read(ref GobReader reader, ref TTarget target)
    {
        TField value = default!;
        op.Read(ref reader, ref value);
        setter(ref target, value);
    }

    public override void SetZero(ref TTarget target) => slot.SetZero(ref target, 0);
}

/// <summary>Reads a field into what its slot holds already.</summary>
internal sealed class MergingSlotOp<TTarget, TField>(Op<TField> op, Getter<TTarget, TField> getter, Setter<TTarget, TField> setter) : FieldOp<TTarget>
{
    public override void Read(ref GobReader reader, ref TTarget target)
    {
        TField value = getter(ref target);
        op.Read(ref reader, ref value);
        setter(ref target, value);
    }
}

/// <summary>Skips a field the receiver lacks.</summary>
internal sealed class SkippedFieldOp<TTarget>(GobType type) : FieldOp<TTarget>
{
    public override void Read(ref GobReader reader, ref TTarget target) => WireSkipper.Skip(ref reader, type);
}
