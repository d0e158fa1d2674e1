using System.IO.Pipelines;

namespace Gobwire.Commands.Tests;

/// <summary>Pipes of a test's own, with a count of the flushes that had something to send.</summary>
internal sealed class CountingPipe : IDuplexPipe
{
    private readonly Pipe _in = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _out = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly CountingWriter _output;

    public CountingPipe() => _output = new CountingWriter(_out.Writer);

    public PipeReader Input => _in.Reader;

    public PipeWriter Output => _output;

    /// <summary>What the peer writes to.</summary>
    public PipeWriter Peer => _in.Writer;

    /// <summary>What the peer reads from.</summary>
    public PipeReader Replies => _out.Reader;

    public int Flushes => _output.Flushes;

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        private bool _isDirty;
        private int _flushes;

        public int Flushes => Volatile.Read(ref _flushes);

        public override void Advance(int bytes)
        {
            _isDirty |= bytes > 0;
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (_isDirty)
                Interlocked.Increment(ref _flushes);
            _isDirty = false;
            return inner.FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
