using System.Buffers;

namespace Gobwire.Tool;

/// <summary>The output of a command, passed on as it comes: it keeps no more than one piece.</summary>
internal sealed class OutputBuffer(Stream output) : IBufferWriter<byte>, IDisposable
{
    private const int FlushAt = 64 << 10;

    private byte[] _buffer = new byte[FlushAt * 2];
    private int _count;

    /// <summary>Is told of what is passed on.</summary>
    public ProgressLine? Progress { get; set; }

    public void Advance(int count)
    {
        _count += count;
        if (_count >= FlushAt)
            Flush();
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_buffer.Length - _count < Math.Max(sizeHint, 1))
        {
            Flush();
            if (_buffer.Length < sizeHint)
                _buffer = new byte[sizeHint];
        }

        return _buffer.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Passes on what there is.</summary>
    /// <exception cref="OutputClosedException">Whoever read the output has gone.</exception>
    public void Flush()
    {
        if (_count == 0)
            return;
        int count = _count;
        _count = 0;
        try
        {
            output.Write(_buffer, 0, count);
            output.Flush();
        }
        catch (IOException error)
        {
            throw new OutputClosedException(error);
        }

        Progress?.Wrote(count);
    }

    public void Dispose() => output.Dispose();
}
