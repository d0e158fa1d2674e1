using System.Net;
using Gobwire.Commands;
using Gobwire.Nats;
using NATS.Client.Core;

namespace Gobwire.Load.Nats;

/// <summary>An edge and a worker, each in a process of its own.</summary>
internal static class NatsRoles
{
    private const string Kept = "KEEP";

    /// <summary>Relays all commands, and prints its port.</summary>
    public static async Task RunEdgeAsync(string url, string prefix)
    {
        await using var nats = new NatsConnection(new NatsOpts { Url = url });
        await nats.ConnectAsync();
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { MaxConnectionsPerAddress = 1_000 });
        endpoint.RelayToNats(nats, prefix, new CommandRelayOptions
        {
            Routes = new Dictionary<string, CommandRelayRoute>
            {
                ["STRING"] = new() { Payload = CommandPayload.Line },
                [Kept] = new() { Mode = CommandRelayMode.Durable },
            },
        });
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0));
        Console.WriteLine(server.Port);
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Takes commands, and prints a line when it does.</summary>
    public static async Task RunWorkerAsync(string url, string prefix)
    {
        await using var nats = new NatsConnection(new NatsOpts { Url = url });
        var endpoint = new CommandEndpoint();
        Servers.MapTo(endpoint);
        endpoint.Map<ComplexData>(Kept, _ => { });
        await using var worker = new CommandWorker(endpoint, nats, prefix, new CommandWorkerOptions { DurableCommands = [Kept] });
        await worker.StartAsync();
        Console.WriteLine(0);
        await Task.Delay(Timeout.Infinite);
    }
}
