using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Commands;

/// <summary>A pipe's end that writes into a buffer; nothing waits for a reader.</summary>
internal sealed class BufferPipeWriter(IBufferWriter<byte> output) : PipeWriter
{
    public override void Advance(int bytes) => output.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
