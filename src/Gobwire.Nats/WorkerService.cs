using Microsoft.Extensions.Hosting;

namespace Gobwire.Nats;

/// <summary>Starts and stops a worker with the host.</summary>
/// <param name="create">Makes the worker, on start.</param>
internal sealed class WorkerService(Func<CommandWorker> create) : IHostedService, IAsyncDisposable
{
    private CommandWorker? _worker;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _worker = create();
        return _worker.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _worker?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _worker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
