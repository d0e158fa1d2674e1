using System.IO.Pipelines;

namespace Gobwire.Rpc.Tests;

/// <summary>An end of a connection, which tells how often it was asked for more input.</summary>
internal sealed class CountedPipe(PipeReader input, PipeWriter output) : PipeReader, IDuplexPipe
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    public PipeReader Input => this;

    public PipeWriter Output => output;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> read = input.ReadAsync(cancellationToken);
        Interlocked.Increment(ref _reads);
        return read;
    }

    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);
}
