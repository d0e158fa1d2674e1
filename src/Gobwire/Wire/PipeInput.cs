using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Wire;

/// <summary>A pipe, of which a decoder takes its values and no more: between values it holds no read of the pipe.</summary>
internal sealed class PipeInput(PipeReader pipe) : GobInput
{
    private ReadOnlySequence<byte> _buffered;
    private bool _isReading;
    private bool _isCompleted;

    public override ReadOnlySequence<byte> Buffered => _buffered;

    public override bool IsCompleted => _isCompleted;

    public override void Fill(long needed) =>
        throw new InvalidOperationException("A pipe is read asynchronously: use DecodeAsync or TryDecodeAsync.");

    public override async ValueTask FillAsync(long needed, CancellationToken cancellationToken)
    {
        if (_isReading)
        {
            _isReading = false;
            pipe.AdvanceTo(_buffered.Start, _buffered.End);
            _buffered = default;
        }

        ReadResult result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
        _isReading = true;
        _isCompleted = result.IsCompleted;
        _buffered = result.Buffer;
        if (result.IsCanceled)
        {
            Consume(0);
            throw new OperationCanceledException("The read of the pipe was canceled.");
        }
    }

    public override void Consume(long count)
    {
        if (!_isReading)
            return;
        _isReading = false;
        pipe.AdvanceTo(_buffered.GetPosition(count));
        _buffered = default;
        // What is left in a complete pipe is to be read again.
        _isCompleted = false;
    }
}
