using System.Buffers;
using System.Runtime.InteropServices;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Finds the end of a value that is split over messages which come one by one.</summary>
/// <remarks>
/// Only a value's own types tell where it ends, so it is skipped as far as it is at hand, and the place kept for when there is more: each byte is
/// gone over once, and the value decoded once when it is whole, in however many pieces it comes.
/// </remarks>
internal sealed class SplitValue(GobOptions options, ReceivedTypes types, long baseOffset)
{
    private readonly List<Level> _levels = [];
    private readonly ArrayBufferWriter<byte> _copy = new();
    private GobReader.Place _place = new(types, types, 0, 0, 0, 0, 0);
    private bool _isBegun;

    /// <summary>Why the value can never be whole; null as long as it may be.</summary>
    public GobException? Error { get; private set; }

    /// <summary>How many bytes were gone over.</summary>
    public int Position => _place.Position;

    /// <summary>Goes on with what is at hand now.</summary>
    /// <param name="input">The value from its beginning, up to the end of a message.</param>
    /// <returns>Whether it is worth decoding: it is whole, or wrong.</returns>
    public bool GoOn(in ReadOnlySequence<byte> input)
    {
        if (input.IsSingleSegment)
            return GoOn(input.FirstSpan);
        foreach (ReadOnlyMemory<byte> piece in input.Slice(_copy.WrittenCount))
            _copy.Write(piece.Span);
        return GoOn(_copy.WrittenSpan);
    }

    private bool GoOn(ReadOnlySpan<byte> input)
    {
        var reader = new GobReader(input, options, _place, baseOffset);
        try
        {
            if (!_isBegun && !TryBegin(ref reader))
                return false;
            while (_levels.Count > 0)
            {
                if (!TryStep(ref reader))
                    return false;
            }

            return true;
        }
        catch (GobException error)
        {
            Error = reader.At(error);
            return true;
        }
        finally
        {
            _place = reader.Here;
        }
    }

    private bool TryBegin(ref GobReader reader)
    {
        GobReader before = reader;
        try
        {
            reader.TryReadTopLevelId(out int id);
            GobType type = reader.Types.Resolve(id);
            if (!type.IsStruct)
                reader.ReadSingletonStart();
            Enter(ref reader, type);
            return _isBegun = true;
        }
        catch (MoreInputNeeded)
        {
            reader = before;
            return false;
        }
    }

    /// <summary>Skips one part of the innermost level. False where its rest has not come.</summary>
    private bool TryStep(ref GobReader reader)
    {
        ref Level level = ref CollectionsMarshal.AsSpan(_levels)[^1];
        switch (level.Type.Kind)
        {
            case GobTypeKind.Interface:
                return TryStepInterface(ref reader, ref level);
            case GobTypeKind.Struct:
                StepStruct(ref reader, ref level);
                return true;
            default:
                StepElements(ref reader, ref level);
                return true;
        }
    }

    private void StepStruct(ref GobReader reader, ref Level level)
    {
        int number = reader.ReadFieldNumber((int)level.Progress);
        if (number >= level.Type.FieldArray.Length)
            throw reader.Malformed($"the field number {number} in a struct of {level.Type.FieldArray.Length} fields");
        level.Progress = number;
        if (number < 0)
            Leave(ref reader);
        else
            Enter(ref reader, level.Type.FieldArray[number].Type);
    }

    private void StepElements(ref GobReader reader, ref Level level)
    {
        if (level.Progress == 0)
        {
            Leave(ref reader);
            return;
        }

        // A map's keys and elements take turns.
        bool isKey = level.Type.Key is not null && level.Progress % 2 == 0;
        level.Progress--;
        Enter(ref reader, isKey ? level.Type.Key! : level.Type.Element!);
    }

    private bool TryStepInterface(ref GobReader reader, ref Level level)
    {
        if (level.Progress > 0)
        {
            reader.EndInner(level.Outer);
            Leave(ref reader);
            return true;
        }

        GobReader before = reader;
        try
        {
            GobType type = reader.ReadConcreteType();
            level.Progress = 1;
            level.Outer = reader.BeginInner();
            if (!type.IsStruct)
                reader.ReadSingletonStart();
            Enter(ref reader, type);
            return true;
        }
        catch (MoreInputNeeded)
        {
            reader = before;
            return false;
        }
    }

    /// <summary>Skips a value that cannot be split; of one that can, begins a level.</summary>
    private void Enter(ref GobReader reader, GobType type)
    {
        if (!type.MayHoldInterface)
        {
            WireSkipper.Skip(ref reader, type);
            return;
        }

        if (type.Kind == GobTypeKind.Interface && reader.ReadInterfaceName().IsEmpty)
            return;
        reader.Enter();
        var level = new Level { Type = type, Progress = type.IsStruct ? -1 : 0 };
        if (type.Kind is GobTypeKind.Array or GobTypeKind.Slice or GobTypeKind.Map)
        {
            int count = reader.ReadCount(holdsInterface: true);
            if (type.Kind == GobTypeKind.Array && count != type.Length)
                throw reader.Malformed($"a count of {count} elements in an array of length {type.Length}");
            level.Progress = type.Key is null ? count : count * 2L;
        }

        _levels.Add(level);
    }

    private void Leave(ref GobReader reader)
    {
        _levels.RemoveAt(_levels.Count - 1);
        reader.Leave();
    }

    /// <summary>A value under way.</summary>
    private struct Level
    {
        public GobType Type;

        /// <summary>A struct's last field number; the keys and elements still to come; whether an interface value's bytes are begun.</summary>
        public long Progress;

        public (int Limit, int OuterLimit, long Awaited) Outer;
    }
}
