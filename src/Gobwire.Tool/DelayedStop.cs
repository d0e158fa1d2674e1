using Microsoft.Extensions.Logging;

namespace Gobwire.Tool;

/// <summary>A stop that an endpoint is told of later than the program: until then it goes on, for load balancers to send their clients elsewhere.</summary>
internal sealed class DelayedStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    /// <param name="delay">How much later; zero for no later.</param>
    /// <param name="logger">Where a stop that waits is told.</param>
    /// <param name="stop">The program's stop.</param>
    public DelayedStop(TimeSpan delay, ILogger logger, CancellationToken stop)
    {
        _registration = stop.Register(() =>
        {
            if (delay == TimeSpan.Zero)
            {
                _source.Cancel();
                return;
            }

            _source.CancelAfter(delay);
            // Elsewhere: the log may block, and other endpoints are to be told of the stop too.
            ThreadPool.UnsafeQueueUserWorkItem(static line => Log.StopDelayed(line.logger, line.delay), (logger, delay), preferLocal: false);
        });
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
