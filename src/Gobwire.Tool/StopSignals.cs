using System.Runtime.InteropServices;

namespace Gobwire.Tool;

/// <summary>Ctrl-C and SIGTERM: the first stops, the second ends the program at once. A stop that takes too long ends it too.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>How long all may take that follows the drain, such as the last lines of the log.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop;
    private readonly ManualResetEventSlim _ended = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    /// <param name="cancellationToken">Stops too.</param>
    public StopSignals(CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>How long a stop may wait, and what was begun may take to end: by default what endpoints and workers have by default.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Says that all has ended.</summary>
    public void Dispose()
    {
        _ended.Set();
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        if (!context.Cancel)
            return;
        // A log that nobody reads blocks whoever writes to it, be it a callback of the stop or the whole thread pool: this thread waits for neither.
        new Thread(EndWhenLate) { IsBackground = true, Name = "gobwire stop" }.Start();
        _stop.Cancel();
    }

    private void EndWhenLate()
    {
        double limit = StopTimeout == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (StopTimeout + EndTimeout).TotalMilliseconds;
        if (!_ended.Wait((int)Math.Min(limit, int.MaxValue)))
            Environment.Exit(1);
    }
}
