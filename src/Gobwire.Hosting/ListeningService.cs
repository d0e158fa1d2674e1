using Microsoft.Extensions.Hosting;

namespace Gobwire.Hosting;

/// <summary>Starts and stops one endpoint or server with the host. Not a background service: a port that is taken must fail the start.</summary>
/// <param name="resolve">Makes the server, on start.</param>
internal sealed class ListeningService(Func<IHostedServer> resolve) : IHostedLifecycleService, IDisposable
{
    private IHostedServer? _server;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _server = resolve();
        return _server.StartAsync();
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Kestrel, too, has started by now.
        _server!.Listeners.EnsureReachable(_server.ListenKey);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        _server is null ? Task.CompletedTask : _server.Listeners.DelayStopAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) =>
        _server is null ? Task.CompletedTask : _server.Listeners.StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Where another service has failed the host's start, nobody calls the stop.</summary>
    public void Dispose() => _server?.Listeners.Close();
}
