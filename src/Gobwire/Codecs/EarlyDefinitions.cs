using System.Buffers;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>Reads the definitions before a value that has not come yet, each once: what is wrong with one is then said, as in Go, and not with the value.</summary>
internal sealed class EarlyDefinitions(GobOptions options, ReceivedTypes types, long baseOffset)
{
    private GobReader.Place _place = new(types, types, 0, 0, 0, 0, 0);
    private long _end;

    /// <summary>Reads those that are new.</summary>
    /// <param name="end">The end of the last of them.</param>
    /// <param name="input">The stream from the first on.</param>
    /// <returns>False if one is none, or beyond a limit.</returns>
    public bool TryReadTo(long end, in ReadOnlySequence<byte> input)
    {
        if (_end == end)
            return true;
        ReadOnlySequence<byte> messages = input.Slice(_end, end - _end);
        ReadOnlySpan<byte> span = messages.IsSingleSegment ? messages.FirstSpan : messages.ToArray();
        var reader = new GobReader(span, options, _place, baseOffset + _end, isFinal: true);
        try
        {
            reader.ReadDefinitions();
        }
        catch (GobException)
        {
            return false;
        }

        (_end, _place) = (end, reader.Here with { Position = 0 });
        return true;
    }
}
