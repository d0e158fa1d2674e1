using System.Globalization;
using System.Net;
using Gobwire;
using Gobwire.Commands;
using Gobwire.Nats;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Shop;

/// <summary>Takes connections, and passes their commands on.</summary>
internal static class Edge
{
    public static async Task RunAsync(string url, int port, ILogger logger, CancellationToken stop)
    {
        var endpoint = new CommandEndpoint(logger: logger);
        await using var nats = new NatsConnection(new NatsOpts { Url = url });
        endpoint.RelayToNats(nats, "shop", new CommandRelayOptions
        {
            Routes = new Dictionary<string, CommandRelayRoute>
            {
                ["STRING"] = new() { Payload = CommandPayload.Line },
                ["ORDER"] = new() { Mode = CommandRelayMode.Durable, MessageId = (_, order) => IdOf(order) },
            },
        }, logger);
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, port), stop);
        Console.WriteLine($"listening on 127.0.0.1:{server.Port}");
        await server.Completion;
    }

    /// <summary>What makes a command that a client sends again the same command.</summary>
    private static string IdOf(ReadOnlyMemory<byte> order) => GobSerializer.Deserialize<Order>(order).Id.ToString(CultureInfo.InvariantCulture);
}
