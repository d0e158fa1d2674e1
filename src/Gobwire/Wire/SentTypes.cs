namespace Gobwire.Wire;

/// <summary>The types one encoder has given ids and sent. Immutable: sending another type leads to another instance.</summary>
/// <remarks>
/// All encoders of the same options start at the same root and share the way from there, so that a new encoder for every
/// message copies ready definitions instead of making them again.
/// </remarks>
internal sealed class SentTypes
{
    private const int MaxSharedSteps = 4096;
    private const int MaxSearchedSteps = 16;

    private readonly Dictionary<object, Entry> _entries;
    private readonly HashSet<int> _usedIds;
    private readonly int _nextId;
    private readonly string _package;
    private readonly StepBudget _budget;
    private (object Type, bool IsPointer, Step Step)[] _steps = [];

    private SentTypes(Dictionary<object, Entry> entries, HashSet<int> usedIds, int nextId, string package, StepBudget budget)
    {
        _entries = entries;
        _usedIds = usedIds;
        _nextId = nextId;
        _package = package;
        _budget = budget;
    }

    /// <summary>A stream that has sent nothing, for writers that define no types.</summary>
    public static SentTypes None { get; } = NewRoot("main");

    /// <summary>A stream that has sent nothing.</summary>
    /// <param name="package">The Go package in the names of types made by hand.</param>
    public static SentTypes NewRoot(string package) =>
        new(new(SentTypeComparer.Instance), [], WireDefinition.FirstUserId, package, new StepBudget());

    /// <summary>Sends a local type that is not basic.</summary>
    public Step Send(LocalType type, bool isPointer) => Find(type, isPointer, out Step step) ? step : Add(type, isPointer);

    /// <summary>Sends a type as a stream described it, under the id it had there unless that is taken; or one made by hand.</summary>
    public Step Send(GobType type)
    {
        if (GobType.Basic(type.Id) is not null)
            return new Step(this, type.Id, []);
        return Find(type, false, out Step step) ? step : Add(type, false);
    }

    private bool Find(object type, bool isPointer, out Step step)
    {
        foreach (var known in Volatile.Read(ref _steps))
        {
            if (known.IsPointer == isPointer && SentTypeComparer.Instance.Equals(known.Type, type))
            {
                step = known.Step;
                return true;
            }
        }

        if (_entries.TryGetValue(type, out Entry entry) && entry.Sent)
        {
            step = new Step(this, entry.Id, []);
            // The type of a kept encoder's every message: found above from now on, without a look at all its parts.
            if (_steps.Length < MaxSearchedSteps)
                Share(type, isPointer, step);
            return true;
        }

        step = default;
        return false;
    }

    private Step Add(object type, bool isPointer)
    {
        var assignment = new TypeIdAssignment(new(_entries, _entries.Comparer), new(_usedIds), _nextId);
        List<byte[]> definitions = type is LocalType local
            ? assignment.Send(local, isPointer)
            : assignment.Send((GobType)type, _package);
        var next = new SentTypes(assignment.Entries, assignment.UsedIds, assignment.NextId, _package, _budget);
        var step = new Step(next, assignment.Entries[type].Id, [.. definitions]);
        Share(type, isPointer, step);
        return step;
    }

    private void Share(object type, bool isPointer, Step step)
    {
        lock (_budget)
        {
            // A program's own types are few; the bound is for one that makes up types as it goes.
            if (_budget.Shared < MaxSharedSteps)
            {
                _budget.Shared++;
                _steps = [.. _steps, (type, isPointer, step)];
            }
        }
    }

    /// <summary>What sending a type came to: the stream's types after it, its id, and the definitions to write first.</summary>
    internal readonly record struct Step(SentTypes Types, int Id, byte[][] Definitions);

    /// <summary>A type's id and name on this stream, and whether its definition was sent.</summary>
    internal readonly record struct Entry(int Id, string Name, bool Sent);

    private sealed class StepBudget
    {
        public int Shared { get; set; }
    }
}
