using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Reads one value of a stream: definitions, type id, value.</summary>
internal static class ValueReader
{
    /// <summary>Reads the next value. False at a clean end of the input.</summary>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    /// <exception cref="MoreInputNeeded">The value goes on beyond the input.</exception>
    public static bool TryRead<T>(ref GobReader reader, Codec<T> codec, ref T value)
    {
        try
        {
            if (!reader.TryReadTopLevelId(out int id))
                return false;
            reader.Types.GetOp(codec, id).ReadSingle(ref reader, ref value);
            reader.EndMessage();
            return true;
        }
        catch (GobException error) when (Complete(error, codec, ref reader))
        {
            throw;
        }
    }

    /// <summary>Completes an error in its filter, where the reader still stands at its place; never catches.</summary>
    private static bool Complete(GobException error, Codec codec, ref GobReader reader)
    {
        reader.At(error);
        return error.Path.Length > 0 && error.PrependPath(codec.PathRoot);
    }
}
