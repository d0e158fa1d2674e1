using System.Runtime.CompilerServices;

namespace Gobwire.Codecs;

/// <summary>
/// Gathers values whose count is not to be believed. They come in pieces, each a quarter as long as all before it, and are copied once: a third of
/// what an array costs that is made anew each time it is full.
/// </summary>
internal struct Gathered<T>(int count)
{
    private const int FirstPiece = 16;

    /// <summary>What a value takes, in pieces of eight bytes, as <see cref="Wire.GobReader.Awaited"/> counts.</summary>
    public static int Weight => (Unsafe.SizeOf<T>() + 7) / 8;

    private readonly List<T[]> _pieces = [];

    /// <summary>How many values there are, in the pieces made so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are pieces for all.</summary>
    public readonly bool IsComplete => Count == count;

    /// <summary>The next piece, to be filled.</summary>
    public T[] Next()
    {
        var piece = new T[Math.Min(count - Count, Math.Max(FirstPiece, Count / 4))];
        _pieces.Add(piece);
        Count += piece.Length;
        return piece;
    }

    /// <summary>All the values.</summary>
    public readonly T[] ToArray()
    {
        var all = new T[Count];
        int start = 0;
        foreach (T[] piece in _pieces)
        {
            piece.CopyTo(all, start);
            start += piece.Length;
        }

        return all;
    }
}
