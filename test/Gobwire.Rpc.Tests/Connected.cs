using System.IO.Pipelines;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>A client and a server of ours with a pair of pipes between them.</summary>
internal sealed class Connected : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public Connected(RpcServer server, RpcClientOptions? options = null, PipeOptions? pipes = null)
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(options: pipes);
        Client = new RpcClient(here, options);
        Serving = server.ServeAsync(there, _stop.Token);
    }

    public RpcClient Client { get; }

    public Task Serving { get; }

    public Task StopAsync()
    {
        _stop.Cancel();
        return Serving;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Serving;
        _stop.Dispose();
    }
}
