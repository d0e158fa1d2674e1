using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Tests.Streams;

/// <summary>A pipe that shows one byte more each time all it showed was examined; it holds its reader to a pipe's rules.</summary>
internal sealed class DribblePipeReader(byte[] bytes) : PipeReader
{
    private ReadOnlySequence<byte> _shown;
    private int _consumed;
    private int _examined;
    private int _visible;
    private bool _isReading;

    /// <summary>The bytes nobody has consumed.</summary>
    public ReadOnlySpan<byte> Unread => bytes.AsSpan(_consumed);

    public bool IsReading => _isReading;

    public override bool TryRead(out ReadResult result)
    {
        Assert.False(_isReading);
        if (_examined == _visible && _visible < bytes.Length)
            _visible++;
        _isReading = true;
        _shown = new ReadOnlySequence<byte>(bytes.AsMemory(_consumed, _visible - _consumed));
        result = new ReadResult(_shown, isCanceled: false, isCompleted: _visible == bytes.Length);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TryRead(out ReadResult result);
        return ValueTask.FromResult(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        Assert.True(_isReading);
        _isReading = false;
        int start = _consumed;
        _consumed = start + (int)_shown.Slice(0, consumed).Length;
        _examined = Math.Max(_consumed, start + (int)_shown.Slice(0, examined).Length);
    }

    public override void CancelPendingRead() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }
}
