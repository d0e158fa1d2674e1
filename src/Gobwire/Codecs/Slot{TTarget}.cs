using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>A place for one field's value: a property or field of an object, or an argument of its constructor.</summary>
internal abstract class Slot<TTarget>(string name)
{
    public string Name => name;

    /// <summary>Whether this place, or one in it, is of this name.</summary>
    public virtual bool Sets(string fieldName) => name == fieldName;

    /// <summary>Whether the zero value must be set if the sender has the field but left it off.</summary>
    public bool NeedsZeroWhenLeftOff { get; protected set; }

    /// <summary>Whether the zero value must be set if the sender has no such field.</summary>
    public bool NeedsZeroWhenUnknown { get; protected set; }

    public abstract FieldOp<TTarget> Compile(GobType wire, OpCompiler compiler);

    /// <summary>Sets Go's zero: null where null is allowed, otherwise "", empty, 0.</summary>
    public abstract void SetZero(ref TTarget target, int depth);

    /// <summary>Sets the zero of a field the sender lacks, where <see cref="NeedsZeroWhenUnknown"/>.</summary>
    public virtual void SetZeroWhenUnknown(ref TTarget target) => SetZero(ref target, 0);

    /// <summary>Sets what the existing object holds, where the target is made anew to take its place.</summary>
    public virtual void Carry(ref TTarget target)
    {
    }

    /// <summary>Learns from a new object which zeros its constructor has not set.</summary>
    public abstract void Examine(ref TTarget prototype);
}

/// <inheritdoc/>
internal sealed class Slot<TTarget, TField>(
    string name, Setter<TTarget, TField> setter, Getter<TTarget, TField>? getter, Codec<TField> codec, bool isNonNullable) : Slot<TTarget>(name)
{
    private static bool IsImmutableArray =>
        typeof(TField).IsGenericType && typeof(TField).GetGenericTypeDefinition() == typeof(System.Collections.Immutable.ImmutableArray<>);

    public override FieldOp<TTarget> Compile(GobType wire, OpCompiler compiler) =>
        compiler.Merges && getter is not null
            ? new MergingSlotOp<TTarget, TField>(compiler.Get(codec, wire), getter, setter)
            : new SlotOp<TTarget, TField>(this, compiler.Get(codec, wire), setter);

    public override void SetZero(ref TTarget target, int depth) =>
        setter(ref target, default(TField) is null && !isNonNullable ? default! : codec.CreateZero(depth));

    public override void Examine(ref TTarget prototype)
    {
        TField? initial = getter is null ? default : getter(ref prototype);
        if (initial is null)
        {
            NeedsZeroWhenLeftOff = isNonNullable || getter is null;
            NeedsZeroWhenUnknown = isNonNullable;
        }
        else
        {
            // A struct with members that may not be null, and an immutable array, are not yet zero where nothing has set them.
            bool mayBeUnset = typeof(TField).IsValueType && (codec is IStructCodec { HasZeros: true } || IsImmutableArray);
            NeedsZeroWhenUnknown = mayBeUnset && DefaultValue.Is(initial);
            NeedsZeroWhenLeftOff = NeedsZeroWhenUnknown || !codec.IsZero(initial);
        }
    }

    /// <summary>For an argument of a constructor: merges the member a getter reads into it.</summary>
    public MergingArgumentSlot<T, TTarget, TField> ToMergingSlot<T>(Getter<T, TField> existing) => new(Name, existing, setter, codec);

    /// <summary>For an argument of a constructor, which nothing has set before.</summary>
    public Slot<TTarget, TField> AsArgument(bool isRequired)
    {
        NeedsZeroWhenLeftOff = true;
        NeedsZeroWhenUnknown = isRequired;
        return this;
    }
}
