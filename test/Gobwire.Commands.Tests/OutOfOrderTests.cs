using System.Net;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>Things are shut down in an order in which nobody should: what is left ends, or goes on, and nothing fails that is not concerned.</summary>
public sealed class OutOfOrderTests
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_connection_closed_before_its_handler_ends_fails_its_write_and_no_other()
    {
        await using var served = new ServedEndpoint();
        Map(served.Endpoint);
        TransportConnection peer = await served.ConnectAsync();
        TransportConnection ours = served.LastServed!;
        await peer.SendAsync("WAIT\n\n");
        await _begun.Task.WaitAsync(Until.Deadline);

        await ours.DisposeAsync();
        _release.SetResult();
        await peer.DisposeAsync();
        await served.EndAsync();

        await using CommandClient other = await served.ConnectClientAsync();
        Assert.Equal("hello", await other.AskTextAsync("ECHO", "hello", Until.Deadline));
        Assert.Single(served.Reasons);
    }

    [Fact]
    public async Task A_server_stopped_and_disposed_from_several_sides_at_once_stops_once_and_its_port_is_free()
    {
        await using var served = new ServedEndpoint();
        Map(served.Endpoint);
        CommandServer server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        await using var client = await ConnectAsync(server);
        Task<string> reply = client.AskTextAsync("WAIT", "", Until.Deadline).AsTask();
        await _begun.Task.WaitAsync(Until.Deadline);

        Task[] stops = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0 ? server.StopAsync() : server.DisposeAsync().AsTask()))];
        await served.Logger.WaitForAsync("Draining");
        _release.SetResult();

        Assert.Equal("done", await reply);
        await Task.WhenAll(stops).WaitAsync(Until.Deadline);
        Assert.Single(served.Logger.Of("Draining"));
        await using CommandServer next = served.Endpoint.Start(server.LocalEndPoint, CancellationToken.None);
        await using var other = await ConnectAsync(next);
        Assert.Equal("hello", await other.AskTextAsync("ECHO", "hello", Until.Deadline));
    }

    [Fact]
    public async Task A_handler_that_stops_its_own_server_is_answered()
    {
        await using var served = new ServedEndpoint();
        CommandServer? server = null;
        Task? stopping = null;
        served.Endpoint.MapText("STOP", text =>
        {
            stopping = server!.StopAsync();
            return text;
        });
        await using (server = served.Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None))
        {
            await using (var client = await ConnectAsync(server))
                Assert.Equal("good night", await client.AskTextAsync("STOP", "good night", Until.Deadline));
            await stopping!.WaitAsync(Until.Deadline);
        }

        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_client_closed_twice_and_asked_again_says_so()
    {
        await using var served = new ServedEndpoint();
        Map(served.Endpoint);
        CommandClient client = await served.ConnectClientAsync();
        await client.DisposeAsync();
        await client.DisposeAsync();

        // A misuse, as of everything disposed; no loss.
        await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await client.AskTextAsync("ECHO", "hello", Until.Deadline));

        await served.EndAsync();
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_certificate_given_up_before_its_server_fails_handshakes_with_a_line_each_and_the_server_stops()
    {
        var logger = new CapturingLogger();
        using var folder = new TemporaryFolder();
        TlsCertificateFiles certificate = TestCertificate.Files(folder);
        var endpoint = new CommandEndpoint(new CommandEndpointOptions { Tls = new TlsServerOptions { Certificate = certificate } }, logger);
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        var options = new CommandClientOptions { Tls = new TlsClientOptions { Authorities = TestCertificate.Authorities } };
        await using (await ConnectAsync(server, options))
            certificate.Dispose();

        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<CommandException>(() => ConnectAsync(server, options));

        await server.StopAsync().WaitAsync(Until.Deadline);
        Assert.Equal(2, logger.Of("HandshakeFailed").Count + logger.Of("ServingFailed").Count);
    }

    private static Task<CommandClient> ConnectAsync(CommandServer server, CommandClientOptions? options = null) =>
        CommandClient.ConnectAsync($"127.0.0.1:{server.Port}", options, Until.Deadline);

    private void Map(CommandEndpoint endpoint)
    {
        endpoint.MapText("ECHO", text => text);
        endpoint.Map("WAIT", async (connection, _) =>
        {
            await connection.ReadLineAsync(CancellationToken.None);
            _begun.TrySetResult();
            await _release.Task;
            await connection.WriteLineAsync("done", CancellationToken.None);
        });
    }
}
