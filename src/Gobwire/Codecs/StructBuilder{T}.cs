using Gobwire.Wire;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>How objects are made of their fields.</summary>
internal abstract class StructBuilder<T>
{
    /// <summary>A struct this deep in zeros contains itself.</summary>
    protected const int MaxZeroDepth = 32;

    public abstract bool HasZeros { get; }

    /// <summary>Whether a field can be set; a type that cannot be made at all is for writing only, with all its fields.</summary>
    public virtual bool Sets(string fieldName) => true;

    public abstract Op<T> Compile(Codec<T> codec, GobType wire, OpCompiler compiler);

    public abstract T CreateZero(int depth);

    protected static void CheckDepth(int depth)
    {
        if (depth > MaxZeroDepth)
        {
            throw new GobException(
                GobErrorKind.UnsupportedType,
                $"{TypeNames.Of(typeof(T))} contains itself in a member that is not nullable: it has no zero value; declare that member nullable");
        }
    }
}

/// <summary>Makes an object first, and sets its members.</summary>
internal sealed class MutableStructBuilder<T>(Func<T> create, Slot<T>[] slots) : StructBuilder<T>
{
    private readonly Lock _lock = new();
    private bool _isExamined;

    public override bool Sets(string fieldName) => Array.Exists(slots, s => s.Sets(fieldName));

    public override bool HasZeros
    {
        get
        {
            Examine();
            return Array.Exists(slots, s => s.NeedsZeroWhenUnknown);
        }
    }

    public override Op<T> Compile(Codec<T> codec, GobType wire, OpCompiler compiler)
    {
        Examine();
        StructOp<T, T> op = compiler.Merges
            ? new MergingStructOp(wire, slots) { Fresh = compiler.Get(codec, wire, merges: false) }
            : new MutableStructOp(create, wire, slots);
        compiler.Begin(codec, wire, op);
        op.Compile(compiler);
        return op;
    }

    public override T CreateZero(int depth)
    {
        CheckDepth(depth);
        Examine();
        T value = create();
        foreach (Slot<T> slot in slots)
        {
            if (slot.NeedsZeroWhenLeftOff)
                slot.SetZero(ref value, depth + 1);
        }

        return value;
    }

    private void Examine()
    {
        lock (_lock)
        {
            if (_isExamined)
                return;
            _isExamined = true;
            T prototype = create();
            foreach (Slot<T> slot in slots)
                slot.Examine(ref prototype);
        }
    }

    private sealed class MutableStructOp(Func<T> create, GobType wire, Slot<T>[] slots) : StructOp<T, T>(wire, slots)
    {
        public override void Read(ref GobReader reader, ref T value)
        {
            T target = create();
            ReadFields(ref reader, ref target);
            value = target;
        }
    }

    private sealed class MergingStructOp(GobType wire, Slot<T>[] slots) : StructOp<T, T>(wire, slots)
    {
        public required Op<T> Fresh { get; init; }

        public override void Read(ref GobReader reader, ref T value)
        {
            if (value is null)
                Fresh.Read(ref reader, ref value);
            else
                ReadFields(ref reader, ref value);
        }
    }
}

/// <summary>A type that can be written but not made.</summary>
internal sealed class UnbuildableStruct<T> : StructBuilder<T>
{
    public override bool HasZeros => false;

    public override Op<T> Compile(Codec<T> codec, GobType wire, OpCompiler compiler) => throw Unbuildable();

    public override T CreateZero(int depth) => throw Unbuildable();

    private static GobException Unbuildable() =>
        new(GobErrorKind.UnsupportedType, $"{TypeNames.Of(typeof(T))} has no constructor to decode with");
}
