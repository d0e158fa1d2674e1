using System.Buffers;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Notices keys that were made to collide, before a hash table is quadratic in them.</summary>
/// <remarks>
/// The hash codes of .NET's strings differ from process to process; those of numbers, GUIDs and structs anyone can work out, and
/// a table's size too. So the keys each key meets in its bucket are counted here, where there are many keys.
/// </remarks>
internal struct KeyGuard<TKey> : IDisposable
{
    /// <summary>Fewer keys than this are no work however they collide.</summary>
    private const int Few = 1_024;

    private const long FreeMeetings = 1_000_000;
    private const int MeetingsPerKey = 16;

    private uint _buckets;
    private uint _keys;
    private int[]? _keysIn;
    private long _left;

    /// <param name="count">How many keys are to come.</param>
    /// <param name="buckets">How many buckets the table has.</param>
    public KeyGuard(int count, int buckets)
    {
        if (!Watches(count))
            return;
        Begin((uint)Math.Max(buckets, 1));
        _left = FreeMeetings + ((long)count * MeetingsPerKey);
    }

    /// <summary>Whether so many keys are counted: if their hash codes can be worked out, and there are enough of them to matter.</summary>
    public static bool Watches(int count) =>
        count > Few
        && typeof(TKey) != typeof(string) && typeof(TKey) != typeof(bool) && typeof(TKey) != typeof(byte) && typeof(TKey) != typeof(sbyte);

    /// <summary>Counts a key that is new to the table.</summary>
    /// <param name="key">The key.</param>
    /// <param name="buckets">How many buckets the table has by now; 0 where it does not tell.</param>
    /// <returns>Whether the keys collide far more than chance has it.</returns>
    public bool IsFlooded(TKey key, int buckets)
    {
        if (_keysIn is null)
            return false;
        // A table that began smaller than its keys are many grows with them, to sizes of its own: keys that met nobody before may all meet there.
        uint now = buckets > 0 ? (uint)buckets : ++_keys > _buckets * 2 ? _buckets * 2 : _buckets;
        if (now != _buckets)
        {
            Dispose();
            Begin(now);
        }

        _left -= _keysIn[(uint)(key?.GetHashCode() ?? 0) % _buckets]++;
        return _left < 0;
    }

    private void Begin(uint buckets)
    {
        (_buckets, _keys) = (buckets, 0);
        _keysIn = ArrayPool<int>.Shared.Rent((int)buckets);
        _keysIn.AsSpan(0, (int)buckets).Clear();
    }

    /// <summary>Counts no more.</summary>
    public void Dispose()
    {
        if (_keysIn is not null)
            ArrayPool<int>.Shared.Return(_keysIn);
        _keysIn = null;
    }

    /// <summary>The error where nothing better can be done.</summary>
    public static GobException Flood() =>
        new(GobErrorKind.LimitExceeded, $"the hash codes of keys of type {TypeNames.Of(typeof(TKey))} collide, as if they were made to");
}
