using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Decodes structs: field by field into a target, which is the object or its constructor's arguments.</summary>
internal abstract class StructOp<T, TTarget>(GobType wire, Slot<TTarget>[] slots) : Op<T>
{
    private FieldOp<TTarget>[] _fields = [];
    private Slot<TTarget>[] _unknown = [];
    private bool _needsZeros;
    private bool _matchesNothing;

    public override bool ReadsStruct => true;

    public override bool MatchesNothing => _matchesNothing;

    public void Compile(OpCompiler compiler)
    {
        GobField[] fields = wire.FieldArray;
        var compiled = new FieldOp<TTarget>[fields.Length];
        var unknown = new List<Slot<TTarget>>(slots);
        for (int i = 0; i < fields.Length; i++)
        {
            GobField field = fields[i];
            Slot<TTarget>? slot = Array.Find(slots, s => s.Name == field.Name);
            try
            {
                compiled[i] = slot is null ? new SkippedFieldOp<TTarget>(field.Type) : slot.Compile(field.Type, compiler);
            }
            catch (GobException error) when (error.PrependPath(field.Name))
            {
                throw;
            }

            if (slot is not null)
                unknown.Remove(slot);
            _needsZeros |= compiled[i].NeedsZero;
        }

        _matchesNothing = slots.Length > 0 && fields.Length > 0 && unknown.Count == slots.Length;
        // An existing object keeps what the sender lacks.
        _unknown = compiler.Merges ? [] : [.. unknown.Where(s => s.NeedsZeroWhenUnknown)];
        _fields = compiled;
    }

    protected void ReadFields(ref GobReader reader, ref TTarget target)
    {
        reader.Enter();
        FieldOp<TTarget>[] fields = _fields;
        int last = -1;
        try
        {
            for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(last))
            {
                if (number >= fields.Length)
                    throw reader.Malformed($"the field number {number} in a struct of {fields.Length} fields");
                if (_needsZeros)
                    SetZeros(ref target, last + 1, number);
                last = number;
                fields[number].Read(ref reader, ref target);
            }
        }
        catch (GobException error) when (last >= 0 && error.PrependPath(wire.FieldArray[last].Name))
        {
            throw;
        }

        if (_needsZeros)
            SetZeros(ref target, last + 1, fields.Length);
        foreach (Slot<TTarget> slot in _unknown)
            slot.SetZeroWhenUnknown(ref target);
        reader.Leave();
    }

    private void SetZeros(ref TTarget target, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (_fields[i].NeedsZero)
                _fields[i].SetZero(ref target);
        }
    }
}
