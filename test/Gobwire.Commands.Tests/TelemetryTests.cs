using System.Buffers;
using System.Diagnostics;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;
using static Gobwire.Commands.Tests.Instruments;

namespace Gobwire.Commands.Tests;

[Collection(ObservedTests.Name)]
public sealed class TelemetryTests
{
    private const string Stranger = "DROP-TABLE-42";

    [Fact]
    public async Task A_command_that_succeeds_is_timed_and_sized()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text + "!");
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\nECHO\nhi\n");
        await EndAsync(served, peer);

        Assert.Equal(Enumerable.Repeat("rpc.system.name=gob_command rpc.method=ECHO", 2), measurements.TagsOf(ServerDuration));
        Assert.All(measurements.ValuesOf(ServerDuration), seconds => Assert.InRange(seconds, 0, 30));
        Assert.Equal([6, 3], measurements.ValuesOf("gobwire.server.request.size"));
        Assert.Equal([7, 4], measurements.ValuesOf("gobwire.server.response.size"));
        Assert.Equal("rpc.system.name=gob_command", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    [Fact]
    public async Task A_command_that_came_by_other_ways_is_measured_like_one_on_a_connection()
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        var endpoint = new CommandEndpoint();
        endpoint.MapText("ECHO", text => text + "!");
        endpoint.Map<int>("COUNT", _ => { });
        endpoint.Map("FAIL", (_, _) => throw new InvalidOperationException("a secret"));
        using var above = new Activity("above").Start();
        var reply = new ArrayBufferWriter<byte>();
        CancellationToken token = TestContext.Current.CancellationToken;
        await endpoint.InvokeAsync("ECHO", new("hello\n"u8.ToArray()), reply, cancellationToken: token);
        await Assert.ThrowsAsync<GobException>(async () => await endpoint.InvokeAsync("COUNT", new(GobSerializer.Serialize("text")), reply, cancellationToken: token));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await endpoint.InvokeAsync("FAIL", default, reply, cancellationToken: token));

        Assert.Equal(
            ["rpc.system.name=gob_command rpc.method=ECHO", "rpc.system.name=gob_command rpc.method=COUNT error.type=type_mismatch",
             "rpc.system.name=gob_command rpc.method=FAIL error.type=handler_failed"],
            measurements.TagsOf(ServerDuration));
        Assert.Equal([6], measurements.ValuesOf("gobwire.server.request.size"));
        Assert.Equal([7], measurements.ValuesOf("gobwire.server.response.size"));
        Assert.Single(measurements.ValuesOf("gobwire.server.decode.errors"));
        List<Activity> served = spans.Of(ActivityKind.Server);
        Assert.Equal(["ECHO", "COUNT", "FAIL"], served.Select(span => span.DisplayName));
        Assert.All(served, span => Assert.Equal(above.SpanId, span.ParentSpanId));
    }

    [Fact]
    public async Task Connections_are_counted_while_they_last()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using TransportConnection first = await served.ConnectAsync();
        await using TransportConnection second = await served.ConnectAsync();
        await first.SendAsync("ECHO\na\n");
        await second.SendAsync("ECHO\nb\n");
        Assert.Equal("a\n", await first.ReadTextAsync());
        Assert.Equal("b\n", await second.ReadTextAsync());
        Assert.Equal(2, measurements.ValuesOf(ActiveConnections).Sum());

        await first.CompleteOutputAsync();
        await EndAsync(served, second);

        Assert.Equal([1, 1, -1, -1], measurements.ValuesOf(ActiveConnections));
    }

    [Fact]
    public async Task An_unknown_command_gives_no_label_its_name()
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        await using var served = new ServedEndpoint();
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync($"{Stranger}\n");
        await EndAsync(served, peer);

        Assert.Equal("rpc.system.name=gob_command rpc.method=_OTHER error.type=unknown_command", Assert.Single(measurements.TagsOf(ServerDuration)));
        Assert.Equal("rpc.system.name=gob_command error.type=unknown_command", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        Assert.DoesNotContain(Stranger, measurements.AllTags, StringComparison.Ordinal);
        Activity span = Assert.Single(spans.Of(ActivityKind.Server));
        Assert.Equal("gob_command", span.DisplayName);
        Assert.DoesNotContain(span.TagObjects, tag => Stranger.Equals(tag.Value));
    }

    [Fact]
    public async Task A_command_that_a_fallback_handles_gives_no_label_its_name()
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapFallback(context => context.Connection.WriteLineAsync(context.Command));
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync($"{Stranger}\n");
        Assert.Equal($"{Stranger}\n", await peer.ReadTextAsync());
        await EndAsync(served, peer);

        Assert.Equal("rpc.system.name=gob_command rpc.method=_OTHER", Assert.Single(measurements.TagsOf(ServerDuration)));
        Assert.DoesNotContain(Stranger, measurements.AllTags, StringComparison.Ordinal);
        Assert.Equal("gob_command", Assert.Single(spans.Of(ActivityKind.Server)).DisplayName);
    }

    [Theory]
    [InlineData("FAIL\n", "handler_failed")]
    [InlineData("ECHO\nhalf a line", "truncated")]
    [InlineData("REFUSE\n", "refused")]
    [InlineData("POINT\n\u0003\u0004", "truncated")]
    public async Task A_command_that_fails_says_why_and_so_does_its_connection(string sent, string errorType)
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map("FAIL", (_, _) => throw new InvalidOperationException("a secret"));
        served.Endpoint.Map("REFUSE", (_, _) => throw new CommandException(CommandErrorKind.Refused, "a secret"));
        served.Endpoint.Map<Point>("POINT", _ => { });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync(sent);
        await EndAsync(served, peer);

        string command = sent.Split('\n')[0];
        Assert.Equal($"rpc.system.name=gob_command rpc.method={command} error.type={errorType}", Assert.Single(measurements.TagsOf(ServerDuration)));
        Assert.Equal($"rpc.system.name=gob_command error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        Assert.DoesNotContain("secret", measurements.AllTags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gob_of_another_type_is_a_decode_error()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.Map<Point>("POINT", _ => { });
        await using CommandClient client = await served.ConnectClientAsync();

        await client.SendAsync("POINT", new Person("Ann"), Until.Deadline);
        await EndAsync(served, client.Connection.Transport);

        Assert.Equal(
            "rpc.system.name=gob_command rpc.method=POINT error.type=type_mismatch", Assert.Single(measurements.TagsOf("gobwire.server.decode.errors")));
        Assert.EndsWith("error.type=type_mismatch", Assert.Single(measurements.TagsOf(ServerDuration)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n", "unknown_command")]
    [InlineData("A-NAME-LONGER-THAN-ALLOWED\n", "name_too_long")]
    [InlineData("CU", "truncated")]
    [InlineData("\u0016\u0003\u0001", "tls_on_plain_port")]
    public async Task A_connection_says_why_it_ended(string sent, string errorType)
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint(new CommandEndpointOptions { MaxNameLength = 16 });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync(sent);
        await EndAsync(served, peer);

        Assert.Equal($"rpc.system.name=gob_command error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    [Fact]
    public async Task More_commands_than_allowed_are_counted()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint(new CommandEndpointOptions { MaxCommandsPerSecond = 1, TimeProvider = new FakeTimeProvider() });
        served.Endpoint.MapText("ECHO", text => text);
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\na\nECHO\nb\n");
        await EndAsync(served, peer);

        Assert.EndsWith("error.type=rate_limited", measurements.TagsOf(ServerDuration)[1], StringComparison.Ordinal);
        Assert.EndsWith("error.type=rate_limited", Assert.Single(measurements.TagsOf(ConnectionDuration)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_command_has_a_span()
    {
        using var spans = new Spans(Meter);
        await using var served = new ServedEndpoint();
        Activity? seen = null;
        served.Endpoint.MapText("ECHO", text =>
        {
            seen = Activity.Current;
            return text;
        });
        served.Endpoint.Map("FAIL", (_, _) => throw new InvalidOperationException("a secret"));
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\nFAIL\n");
        await EndAsync(served, peer);

        Assert.Equal(["ECHO", "FAIL"], spans.Of(ActivityKind.Server).Select(span => span.DisplayName));
        Activity echo = spans.Of(ActivityKind.Server)[0];
        Assert.Same(echo, seen);
        Assert.Equal("gob_command", echo.GetTagItem("rpc.system.name"));
        Assert.Equal("ECHO", echo.GetTagItem("rpc.method"));
        Assert.Equal(ActivityStatusCode.Unset, echo.Status);
        Activity fail = spans.Of(ActivityKind.Server)[1];
        Assert.Equal(ActivityStatusCode.Error, fail.Status);
        Assert.Equal("handler_failed", fail.GetTagItem("error.type"));
        Assert.Null(fail.StatusDescription);
    }

    [Fact]
    public async Task A_client_s_command_is_timed_and_has_a_span()
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, long>("SUM", point => point.X + point.Y);
        await using CommandClient client = await served.ConnectClientAsync();

        Assert.Equal("hello", await client.AskTextAsync("ECHO", "hello", Until.Deadline));
        Assert.Equal(7, await client.AskAsync<Point, long>("SUM", new Point(3, 4), Until.Deadline));
        await Assert.ThrowsAsync<CommandException>(() => client.AskTextAsync("NOPE", "x", Until.Deadline).AsTask());
        Assert.Null(Activity.Current);

        string[] tags = ["rpc.method=ECHO", "rpc.method=SUM", "rpc.method=NOPE error.type=truncated"];
        Assert.Equal(tags.Select(tag => $"rpc.system.name=gob_command {tag}"), measurements.TagsOf("rpc.client.call.duration"));
        List<Activity> calls = spans.Of(ActivityKind.Client);
        Assert.Equal(["ECHO", "SUM", "NOPE"], calls.Select(span => span.DisplayName));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Unset, ActivityStatusCode.Error], calls.Select(span => span.Status));
        await EndAsync(served, client.Connection.Transport);
    }

    [Fact]
    public async Task A_command_that_is_only_sent_is_timed_too()
    {
        using var measurements = new Measurements(Meter);
        await using var served = new ServedEndpoint();
        served.Endpoint.Map("A", (_, _) => ValueTask.CompletedTask);
        served.Endpoint.Map("B", async (connection, token) => await connection.ReadLineAsync(token));
        served.Endpoint.Map<Point>("C", _ => { });
        await using CommandClient client = await served.ConnectClientAsync();

        await client.SendAsync("A", Until.Deadline);
        await client.SendTextAsync("B", "text", Until.Deadline);
        await client.SendAsync("C", new Point(3, 4), Until.Deadline);

        Assert.Equal(
            ["A", "B", "C"], measurements.TagsOf("rpc.client.call.duration").Select(tags => tags.Replace("rpc.system.name=gob_command rpc.method=", "", StringComparison.Ordinal)));
        await EndAsync(served, client.Connection.Transport);
    }

    [Fact]
    public async Task Plain_text_on_a_port_for_TLS_is_counted()
    {
        using var measurements = new Measurements("Gobwire.Transport");
        await using var served = new ServedEndpoint();
        await using TransportConnection peer =
            await TransportDialer.DialAsync(TransportAddress.Parse(served.AddressOf(TransportKind.Tls)), null, Until.Deadline);

        await peer.SendAsync("ECHO\nhello\n");
        await served.Logger.WaitForAsync("HandshakeFailed");

        Assert.Equal("error.type=tls_handshake", Assert.Single(measurements.TagsOf("gobwire.server.rejected_connections")));
    }

    private static async Task EndAsync(ServedEndpoint served, TransportConnection peer)
    {
        await peer.CompleteOutputAsync();
        await served.EndAsync();
    }
}
