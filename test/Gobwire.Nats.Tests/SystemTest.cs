using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>A server of its own for each test, with edges and workers that end with it.</summary>
public abstract class SystemTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _parts = [];
    private NatsServer? _server;

    internal NatsServer Server => _server!;

    internal CapturingLogger WorkerLog { get; } = new();

    public async ValueTask InitializeAsync() => _server = await NatsServer.StartAsync(Until.Deadline);

    public async ValueTask DisposeAsync()
    {
        try
        {
            for (int i = _parts.Count - 1; i >= 0; i--)
                await _parts[i].DisposeAsync();
        }
        finally
        {
            if (_server is not null)
                await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    internal Edge StartEdge(CommandRelayOptions? options = null, INatsConnection? connection = null) =>
        Own(new Edge(connection ?? Server.Connect(), options));

    internal async Task<CommandWorker> StartWorkerAsync(
        Action<CommandEndpoint> map, CommandWorkerOptions? options = null, INatsConnection? connection = null)
    {
        var endpoint = new CommandEndpoint();
        map(endpoint);
        CommandWorker worker = Own(new CommandWorker(endpoint, connection ?? Server.Connect(), Edge.Prefix, options, WorkerLog));
        await worker.StartAsync(Until.Deadline);
        return worker;
    }

    internal T Own<T>(T part)
        where T : IAsyncDisposable
    {
        lock (_parts)
            _parts.Add(part);
        return part;
    }
}
