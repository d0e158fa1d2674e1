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

            // The log last: it may block.
            _source.CancelAfter(delay);
            Log.StopDelayed(logger, delay);
        });
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
