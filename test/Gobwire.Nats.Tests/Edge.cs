using System.Net;
using Gobwire.Commands;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>An endpoint that relays what comes over TCP.</summary>
internal sealed class Edge : IAsyncDisposable
{
    public const string Prefix = "shop";

    private readonly CommandServer _server;

    public Edge(INatsConnection connection, CommandRelayOptions? options = null)
    {
        Endpoint = new CommandEndpoint(new CommandEndpointOptions { LingerTimeout = TimeSpan.FromMilliseconds(200) }, Logger);
        Endpoint.RelayToNats(connection, Prefix, options, Logger);
        _server = Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
    }

    public CommandEndpoint Endpoint { get; }

    public CapturingLogger Logger { get; } = new();

    public Task<CommandClient> ConnectAsync() => CommandClient.ConnectAsync(
        $"127.0.0.1:{_server.Port}", new CommandClientOptions { ReadTimeout = TimeSpan.FromMinutes(2) }, Until.Deadline);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
