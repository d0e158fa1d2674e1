namespace Gobwire.Rpc.Server;

/// <summary>The time a call has. Its token fires when that is over, and when the connection is lost.</summary>
internal sealed class CallTimeout : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenRegistration _lost;

    public CallTimeout(TimeSpan timeout, TimeProvider time, CancellationToken aborted)
    {
        _source = new CancellationTokenSource(timeout, time);
        _aborted = aborted;
        _lost = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time is over, with the connection still there.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_aborted.IsCancellationRequested;

    public void Dispose()
    {
        _lost.Dispose();
        _source.Dispose();
    }
}
