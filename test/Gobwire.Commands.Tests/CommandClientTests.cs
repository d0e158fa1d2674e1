using System.Globalization;
using System.Net;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

public sealed class CommandClientTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("localhost")]
    public async Task An_endpoint_is_dialed_by_name_and_number(string host)
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        IPAddress loopback = host == "[::1]" ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        await using CommandServer server = served.Endpoint.Start(new IPEndPoint(loopback, 0), CancellationToken.None);

        await using CommandClient client = await CommandClient.ConnectAsync($"{host}:{server.Port}", null, Until.Deadline);

        Assert.Equal("hello", await client.AskTextAsync("ECHO", "hello", Until.Deadline));
    }

    [Theory]
    [InlineData(TransportKind.Unix)]
    [InlineData(TransportKind.Tls)]
    public async Task An_endpoint_is_dialed_by_a_path_and_with_TLS(TransportKind kind)
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map<Point, long>("SUM", p => p.X + p.Y);
        CommandClientOptions? options = kind == TransportKind.Tls
            ? new CommandClientOptions { Tls = new TlsClientOptions { Authorities = TestCertificate.Authorities } }
            : null;

        await using CommandClient client = await CommandClient.ConnectAsync(served.AddressOf(kind), options, Until.Deadline);

        Assert.Equal(7, await client.AskAsync<Point, long>("SUM", new Point(3, 4), Until.Deadline));
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_as_in_Go()
    {
        CommandException error = await Assert.ThrowsAsync<CommandException>(() => CommandClient.ConnectAsync("localhost:1", null, Until.Deadline));

        Assert.Equal("dialing localhost:1: connection refused", error.Message);
        Assert.Equal(CommandErrorKind.Dial, error.Kind);
    }

    [Fact]
    public async Task What_is_no_address_is_a_format_error() =>
        await Assert.ThrowsAsync<FormatException>(() => CommandClient.ConnectAsync("localhost:x", null, Until.Deadline));

    [Fact]
    public async Task The_options_of_dialing_are_obeyed()
    {
        await using var served = new ServedEndpoint();
        IPAddress? seen = null;
        served.Endpoint.Map("WHO", (connection, _) =>
        {
            seen = ((IPEndPoint)connection.RemoteEndPoint!).Address;
            return connection.WriteLineAsync("you", CancellationToken.None);
        });
        var options = new CommandClientOptions { LocalEndPoint = new IPEndPoint(IPAddress.Parse("127.0.0.5"), 0) };

        await using CommandClient client = await CommandClient.ConnectAsync(served.AddressOf(TransportKind.Tcp), options, Until.Deadline);
        await client.SendAsync("WHO", Until.Deadline);

        Assert.Equal("you", await client.Connection.ReadLineAsync(Until.Deadline));
        Assert.Equal(IPAddress.Parse("127.0.0.5"), seen);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_is_an_error_with_its_context()
    {
        var time = new FakeTimeProvider();
        (TransportConnection _, TransportConnection ours) = MemoryTransport.CreatePair(time);
        await using var client = new CommandClient(ours, new CommandClientOptions { ReadTimeout = TimeSpan.FromSeconds(5) });
        Task<string> asking = client.AskTextAsync("STRING", "hello", Until.Deadline).AsTask();
        await Until.TrueAsync(() => ours.IsReading, "the client waits");

        time.Advance(TimeSpan.FromSeconds(5.1));

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking);
        Assert.Equal("STRING to (memory): reading a line: timed out", error.Message);
        Assert.Equal(CommandErrorKind.Timeout, error.Kind);
        ours.Abort("done");
    }

    [Fact]
    public async Task A_peer_that_closes_instead_of_answering_is_an_error_with_its_context()
    {
        await using var served = new ServedEndpoint();
        string address = served.AddressOf(TransportKind.Tcp);
        await using CommandClient first = await CommandClient.ConnectAsync(address, null, Until.Deadline);
        await using CommandClient second = await CommandClient.ConnectAsync(address, null, Until.Deadline);

        CommandException ofText = await Assert.ThrowsAsync<CommandException>(() => first.AskTextAsync("NOPE", "x", Until.Deadline).AsTask());
        CommandException ofGob =
            await Assert.ThrowsAsync<CommandException>(() => second.AskAsync<long, long>("NOPE", 1, Until.Deadline).AsTask());

        Assert.Equal($"NOPE to {address}: reading a line: the input ended before its line feed", ofText.Message);
        Assert.Equal($"NOPE to {address}: reading a gob: the stream ended before the value", ofGob.Message);
        Assert.Equal(CommandErrorKind.Truncated, ofText.Kind);
        Assert.Equal(CommandErrorKind.Truncated, ofGob.Kind);
    }

    [Fact]
    public async Task Sending_onto_a_lost_connection_is_an_error_with_its_context()
    {
        (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair();
        await using var client = new CommandClient(ours);
        peer.Abort("the test resets");
        await Until.FiredAsync(client.Connection.Aborted);

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => client.SendAsync("A", Until.Deadline).AsTask());

        Assert.Equal("A to (memory): writing: the connection is lost: connection reset by peer", error.Message);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_an_error_with_its_context()
    {
        var time = new FakeTimeProvider();
        (TransportConnection _, TransportConnection ours) = MemoryTransport.CreatePair(time);
        await using var client = new CommandClient(ours, new CommandClientOptions { WriteTimeout = TimeSpan.FromSeconds(5) });
        Task sending = client.SendAsync("A", new byte[500_000], Until.Deadline).AsTask();

        await time.AdvanceUntilAsync(TimeSpan.FromSeconds(5.1), () => sending.IsCompleted, "sending was given up");

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => sending);
        Assert.Equal("A to (memory): writing: the peer has not taken the output within 5 s", error.Message);
    }

    [Fact]
    public async Task Several_commands_go_in_one_piece_over_the_connection()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using CommandClient client = await served.ConnectClientAsync(TransportKind.Tcp);
        for (int i = 0; i < 200; i++)
        {
            await client.Connection.WriteLineAsync("ECHO", Until.Deadline);
            await client.Connection.WriteLineAsync(i.ToString(CultureInfo.InvariantCulture), Until.Deadline);
        }

        await client.Connection.FlushAsync(Until.Deadline);

        for (int i = 0; i < 200; i++)
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await client.Connection.ReadLineAsync(Until.Deadline));
    }

    [Fact]
    public async Task Sixty_four_clients_are_served_at_once()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, Point>("SWAP", p => new Point(p.Y, p.X));
        served.AddressOf(TransportKind.Tcp);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async n =>
        {
            await using CommandClient client = await served.ConnectClientAsync(TransportKind.Tcp);
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal($"{n} {i}", await client.AskTextAsync("ECHO", $"{n} {i}", Until.Deadline));
                Assert.Equal(new Point(i, n), await client.AskAsync<Point, Point>("SWAP", new Point(n, i), Until.Deadline));
            }
        }));

        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task Closing_sends_what_was_not_flushed()
    {
        (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair();
        var client = new CommandClient(ours);
        await client.Connection.WriteLineAsync("last words", Until.Deadline);
        Task closing = client.DisposeAsync().AsTask();

        Assert.Equal("last words\n", await peer.ReadToEndAsync());

        await peer.DisposeAsync();
        await closing.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task Closing_wakes_a_reply_that_is_waited_for()
    {
        (TransportConnection _, TransportConnection ours) = MemoryTransport.CreatePair();
        var client = new CommandClient(ours);
        Task<string> asking = client.AskTextAsync("A", "x", Until.Deadline).AsTask();
        await Until.TrueAsync(() => ours.IsReading, "the client waits");

        await client.DisposeAsync();

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking.WaitAsync(Until.Deadline));
        Assert.Equal("A to (memory): reading a line: the connection is closed", error.Message);
    }
}
