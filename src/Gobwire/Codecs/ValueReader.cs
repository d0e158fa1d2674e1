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
            if (reader.MayBeSplit && codec is not SkipCodec)
                ThrowIfSplit(reader, id);
            reader.Types.GetOp(codec, id).ReadSingle(ref reader, ref value);
            reader.EndMessage();
            return true;
        }
        catch (GobException error) when (Complete(error, codec, ref reader))
        {
            throw;
        }
    }

    /// <summary>Skips a value that may go on beyond the input, before half of it is built in vain: it may be large.</summary>
    private static void ThrowIfSplit(GobReader reader, int id)
    {
        try
        {
            GobType type = reader.Types.Resolve(id);
            if (!type.MayHoldInterface)
                return;
            if (!type.IsStruct)
                reader.ReadSingletonStart();
            WireSkipper.Skip(ref reader, type);
        }
        catch (GobException)
        {
            // What is wrong, and where, is said by who reads it.
        }
    }

    /// <summary>Completes an error in its filter, where the reader still stands at its place; never catches.</summary>
    private static bool Complete(GobException error, Codec codec, ref GobReader reader)
    {
        reader.At(error);
        return error.Path.Length > 0 && error.PrependPath(codec.PathRoot);
    }
}
