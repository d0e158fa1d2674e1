using System.Net;
using Gobwire.Transport;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gobwire.Hosting;

/// <summary>
/// What an endpoint, or a server of net/rpc, has listening on the host: bound while the host starts, so that a taken port fails the start, and
/// drained when the host begins to stop.
/// </summary>
internal sealed class HostedListeners(string what, IHostApplicationLifetime lifetime, TimeProvider time, ILogger logger)
{
    private readonly List<RunningServer> _servers = [];
    private readonly Lock _lock = new();
    private CancellationTokenRegistration _onStopping;
    private TimeSpan _stopDelay;
    private Task _delayed = Task.CompletedTask;
    private Task? _stopped;
    private bool _isStarted;

    /// <summary>Where it listens, with the ports chosen where port 0 was asked for.</summary>
    public IReadOnlyList<EndPoint> EndPoints => [.. _servers.Select(server => server.LocalEndPoint)];

    /// <summary>Whether another server, such as Kestrel, brings connections.</summary>
    public bool IsServedElsewhere { get; set; }

    /// <summary>Binds all addresses, or none.</summary>
    /// <exception cref="IOException">An address cannot be listened on, as when its port is taken.</exception>
    public async Task StartAsync(IEnumerable<Func<RunningServer>> starts, TimeSpan stopDelay)
    {
        _stopDelay = stopDelay;
        try
        {
            foreach (Func<RunningServer> start in starts)
                _servers.Add(start());
        }
        catch (IOException error)
        {
            await Task.WhenAll(_servers.Select(server => server.StopAsync())).ConfigureAwait(false);
            throw new IOException($"{what}: {error.Message}", error);
        }

        _isStarted = true;
        // All that listens drains side by side, whatever order the host stops its services in.
        _onStopping = lifetime.ApplicationStopping.Register(() => _ = BeginStop(_stopDelay));
    }

    /// <summary>Makes sure that somebody can come.</summary>
    /// <exception cref="InvalidOperationException">Nothing listens.</exception>
    public void EnsureReachable(string key)
    {
        if (_servers.Count == 0 && !IsServedElsewhere)
            throw new InvalidOperationException($"{what} listens nowhere: add an address to {key}, or call Listen; on Kestrel, use it on a port");
    }

    /// <summary>Holds the host's stop until the delay is over: Kestrel, and what else handlers may need, goes on meanwhile.</summary>
    public async Task DelayStopAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted || _stopDelay <= TimeSpan.Zero)
            return;
        // A host that is stopped without notice would hold its services one after the other, and tell only then: so all delays run side by side.
        lifetime.StopApplication();
        _ = BeginStop(_stopDelay);
        try
        {
            await _delayed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host no longer waits: the stop that follows says so.
        }
    }

    /// <summary>Waits for the drain; begins it where the host stops without notice.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginStop(TimeSpan.Zero).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.DrainCutShort(logger, what);
        }

        await _onStopping.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Begins the drain where nobody did, and waits for nothing.</summary>
    public void Close()
    {
        _onStopping.Dispose();
        _ = BeginStop(TimeSpan.Zero);
    }

    /// <summary>Healthy while it listens, and unhealthy as soon as the host begins to stop: before anything is drained.</summary>
    public HealthCheckResult CheckHealth()
    {
        if (!_isStarted)
            return HealthCheckResult.Unhealthy($"{what} has not started");
        if (lifetime.ApplicationStopping.IsCancellationRequested || Volatile.Read(ref _stopped) is not null)
            return HealthCheckResult.Unhealthy($"{what} is stopping");
        return _servers.Any(server => server.Completion.IsCompleted)
            ? HealthCheckResult.Unhealthy($"{what} no longer listens")
            : HealthCheckResult.Healthy();
    }

    private Task BeginStop(TimeSpan delay)
    {
        lock (_lock)
            return _stopped ??= DrainAsync(delay);
    }

    private async Task DrainAsync(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
        {
            Log.StopDelayed(logger, what, delay);
            _delayed = Task.Delay(delay, time);
            await _delayed.ConfigureAwait(false);
        }

        await Task.WhenAll(_servers.Select(server => server.StopAsync())).ConfigureAwait(false);
    }
}
