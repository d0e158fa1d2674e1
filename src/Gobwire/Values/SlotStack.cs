using System.Buffers;

namespace Gobwire.Values;

/// <summary>The fields read of the structs under way, each struct's above those of the one around it: how many a struct has shows only at its end.</summary>
internal struct SlotStack : IDisposable
{
    private const int First = 16;

    private GobStruct.Slot[]? _slots;

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a field.</summary>
    public void Push(GobStruct.Slot slot)
    {
        if (_slots is null || Count == _slots.Length)
            Grow();
        _slots![Count++] = slot;
    }

    /// <summary>Takes off the fields from a place on.</summary>
    public GobStruct.Slot[] PopFrom(int start)
    {
        if (start == Count)
            return [];
        Span<GobStruct.Slot> top = _slots.AsSpan(start, Count - start);
        GobStruct.Slot[] popped = top.ToArray();
        Count = start;
        return popped;
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        if (_slots is not null)
            ArrayPool<GobStruct.Slot>.Shared.Return(_slots, clearArray: true);
        _slots = null;
    }

    private void Grow()
    {
        GobStruct.Slot[] larger = ArrayPool<GobStruct.Slot>.Shared.Rent(_slots is null ? First : _slots.Length * 2);
        _slots.AsSpan(0, Count).CopyTo(larger);
        int count = Count;
        Dispose();
        (_slots, Count) = (larger, count);
    }
}
