using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Load.Soak;

/// <summary>Clients that do all as they should: each reply is checked.</summary>
internal sealed class PoliteExchanges(SoakProcess server, SoakCertificate certificate)
{
    private const int CommandsAConnection = 200;
    private const string Reply = "Thank you.";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public IEnumerable<SoakExchange> All() =>
    [
        new("STRING", 4, Pause, token => ManyAsync(null, token)),
        new("STRING over TLS", 2, Pause, token => ManyAsync(Tls, token)),
        new("GOB, then STRING", 2, Pause, GobAsync),
        new("ECHO, a gob with its reply", 2, Pause, token => EchoAsync(null, token)),
        new("ECHO over TLS", 1, Pause, token => EchoAsync(Tls, token)),
        new("STRING, a connection a command", 2, Pause, OneAsync),
        new("STRING and GOB, pipelined", 2, TimeSpan.FromMilliseconds(20), PipelinedAsync),
        new("STRING, half-closed before the reply", 2, Pause, HalfClosedAsync),
    ];

    private TlsClientOptions Tls => new() { ServerName = "localhost", Authorities = certificate.Authorities };

    private Task<CommandClient> ConnectAsync(TlsClientOptions? tls, CancellationToken cancellationToken) =>
        CommandClient.ConnectAsync((tls is null ? server.Plain : server.Secure).ToString(), new CommandClientOptions { Tls = tls }, cancellationToken);

    private async Task<int> ManyAsync(TlsClientOptions? tls, CancellationToken cancellationToken)
    {
        await using CommandClient client = await ConnectAsync(tls, cancellationToken);
        for (int i = 0; i < CommandsAConnection; i++)
        {
            Check(await client.AskTextAsync("STRING", SoakServer.Text, cancellationToken) == Reply);
            await Task.Delay(1, cancellationToken);
        }

        return CommandsAConnection;
    }

    private async Task<int> OneAsync(CancellationToken cancellationToken)
    {
        await using CommandClient client = await ConnectAsync(null, cancellationToken);
        Check(await client.AskTextAsync("STRING", SoakServer.Text, cancellationToken) == Reply);
        return 1;
    }

    private async Task<int> GobAsync(CancellationToken cancellationToken)
    {
        await using CommandClient client = await ConnectAsync(null, cancellationToken);
        for (int i = 0; i < CommandsAConnection; i += 2)
        {
            await client.SendAsync("GOB", ComplexData.Sample, cancellationToken);
            Check(await client.AskTextAsync("STRING", SoakServer.Text, cancellationToken) == Reply);
            await Task.Delay(1, cancellationToken);
        }

        return CommandsAConnection;
    }

    private async Task<int> EchoAsync(TlsClientOptions? tls, CancellationToken cancellationToken)
    {
        await using CommandClient client = await ConnectAsync(tls, cancellationToken);
        for (int i = 0; i < CommandsAConnection; i++)
        {
            Check(SoakServer.IsSample(await client.AskAsync<ComplexData, ComplexData>("ECHO", ComplexData.Sample, cancellationToken)));
            await Task.Delay(1, cancellationToken);
        }

        return CommandsAConnection;
    }

    private async Task<int> PipelinedAsync(CancellationToken cancellationToken)
    {
        Scenario scenario = new("pipelined", CommandKind.Mixed, 1, CommandsAConnection);
        byte[] received = new byte[scenario.Replies().Length];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Plain, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(scenario.Batch(), cancellationToken);
        await stream.ReadExactlyAsync(received, cancellationToken);
        Check(received.AsSpan().SequenceEqual(scenario.Replies()));
        return CommandsAConnection;
    }

    private async Task<int> HalfClosedAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Plain, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(RudeExchanges.StringCommand, cancellationToken);
        socket.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Check(await reader.ReadToEndAsync(cancellationToken) == Reply + "\n");
        return 1;
    }

    private static void Check(bool isRight)
    {
        if (!isRight)
            throw new InvalidDataException("a wrong reply");
    }
}
