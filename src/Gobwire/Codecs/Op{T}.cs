using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A decode op into <typeparamref name="T"/>.</summary>
internal abstract class Op<T> : Op
{
    /// <summary>Reads a value.</summary>
    /// <param name="reader">Where the value stands.</param>
    /// <param name="value">What was there before, and the value read after.</param>
    public abstract void Read(ref GobReader reader, ref T value);

    /// <summary>Reads a value that stands by itself: after the singleton's zero byte if it is not a struct.</summary>
    public void ReadSingle(ref GobReader reader, ref T value)
    {
        if (!ReadsStruct)
            reader.ReadSingletonStart();
        Read(ref reader, ref value);
    }

    /// <summary>Reads values in a row that are <see cref="GobReader.Awaited"/>; numbers have a loop of their own, and leave it to the caller to await them no longer.</summary>
    /// <param name="reader">Where the values stand.</param>
    /// <param name="values">Where they go.</param>
    /// <param name="first">The index of the first in the collection they are elements of.</param>
    public virtual void ReadMany(ref GobReader reader, scoped Span<T> values, int first = 0)
    {
        int i = 0;
        try
        {
            for (; i < values.Length; i++)
            {
                reader.Awaited -= Gathered<T>.Weight;
                Read(ref reader, ref values[i]);
            }
        }
        catch (GobException error) when (error.PrependIndex(first + i))
        {
            throw;
        }
    }
}
