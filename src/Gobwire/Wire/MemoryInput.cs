using System.Buffers;

namespace Gobwire.Wire;

/// <summary>All the bytes are at hand.</summary>
internal sealed class MemoryInput(ReadOnlySequence<byte> bytes) : GobInput
{
    private ReadOnlySequence<byte> _bytes = bytes;

    public override ReadOnlySequence<byte> Buffered => _bytes;

    public override bool IsCompleted => true;

    public override void Fill(long needed)
    {
    }

    public override ValueTask FillAsync(long needed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override void Consume(long count) => _bytes = _bytes.Slice(count);
}
