using System.Diagnostics;
using Gobwire.Testing;
using static Gobwire.Commands.Tests.Instruments;

namespace Gobwire.Commands.Tests;

[Collection(ObservedTests.Name)]
public sealed class CommandClientPoolTelemetryTests
{
    private const string Connections = "gobwire.client.connections";

    [Fact]
    public async Task Connections_are_counted_idle_and_used_and_none_is_left()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        string address = served.AddressOf(TransportKind.Tcp);
        await using (var pool = new CommandClientPool(address))
        {
            Assert.Equal("a", await pool.AskTextAsync("ECHO", "a", Until.Deadline));
            Assert.Equal("b", await pool.AskTextAsync("ECHO", "b", Until.Deadline));
        }

        string used = $"server.address={address} gobwire.client.connection.state=used";
        string idle = $"server.address={address} gobwire.client.connection.state=idle";
        Assert.Equal([used, used, idle, idle, used, used, idle, idle], measurements.TagsOf(Connections));
        Assert.Equal([1, -1, 1, -1, 1, -1, 1, -1], measurements.ValuesOf(Connections));
    }

    [Fact]
    public async Task Commands_that_wait_dials_that_fail_and_resends_are_counted()
    {
        using var measurements = new Measurements(Meter);
        await using var server = new ScriptedServer();
        await using var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions
        {
            ConnectionTimeout = TimeSpan.Zero, Backoff = new() { FirstDelay = TimeSpan.Zero },
        });

        await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("ECHO", "x", Until.Deadline).AsTask());
        server.Listen((connection, text) => connection == 0 ? null : $"{text}\n");
        Assert.Equal("y", await pool.AskTextAsync("ECHO", "y", new CommandSendOptions { IsIdempotent = true }, Until.Deadline));

        string tag = $"server.address={server.Address}";
        Assert.All(measurements.TagsOf("gobwire.client.dial.errors"), tags => Assert.Equal(tag, tags));
        Assert.NotEmpty(measurements.TagsOf("gobwire.client.dial.errors"));
        Assert.Equal(tag, Assert.Single(measurements.TagsOf("gobwire.client.resends")));
        Assert.NotEmpty(measurements.ValuesOf("gobwire.client.pending_requests"));
        Assert.Equal(0, measurements.ValuesOf("gobwire.client.pending_requests").Sum());
    }

    [Fact]
    public async Task A_command_is_measured_once_however_often_it_is_sent_and_has_one_span()
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        await using var server = new ScriptedServer().Listen((connection, text) => connection == 0 ? null : $"{text}\n");
        await using var pool = new CommandClientPool(server.Address);

        Assert.Equal("y", await pool.AskTextAsync("ECHO", "y", new CommandSendOptions { IsIdempotent = true }, Until.Deadline));

        Assert.Equal("rpc.system.name=gob_command rpc.method=ECHO", Assert.Single(measurements.TagsOf("rpc.client.call.duration")));
        Activity span = Assert.Single(spans.Of(ActivityKind.Client));
        Assert.Equal("127.0.0.1", span.GetTagItem("network.peer.address"));
        Assert.Equal(int.Parse(server.Address.Split(':')[1], null), span.GetTagItem("network.peer.port"));
    }
}
