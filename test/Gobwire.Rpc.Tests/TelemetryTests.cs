using System.Diagnostics;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

[Collection(ObservedTests.Name)]
public sealed class TelemetryTests
{
    private const string Meter = "Gobwire.Rpc";
    private const string ServerDuration = "rpc.server.call.duration";
    private const string ConnectionDuration = "gobwire.server.connection.duration";
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    [Theory]
    [InlineData("tcp"), InlineData("json")]
    public async Task A_call_that_succeeds_is_timed_at_both_ends_and_sized(string mode)
    {
        using var measurements = new Measurements(Meter);
        await using (var connected = new Connected(TestServices.Create(mode), Client(mode)))
            Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        Assert.Equal("rpc.system.name=go_net_rpc rpc.method=Arith.Multiply", Assert.Single(measurements.TagsOf(ServerDuration)));
        Assert.Equal("rpc.system.name=go_net_rpc rpc.method=Arith.Multiply", Assert.Single(measurements.TagsOf("rpc.client.call.duration")));
        Assert.InRange(Assert.Single(measurements.ValuesOf(ServerDuration)), 0, 30);
        Assert.Equal([1, -1], measurements.ValuesOf("gobwire.server.active_connections"));
    }

    [Fact]
    public async Task The_sizes_are_those_of_go_s_bytes()
    {
        using var measurements = new Measurements(Meter);
        RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 1 });
        server.Register(new Arith());
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeAsync(there);
        byte[] request = Wire.Golden("rpc-request");
        byte[] response = Wire.Golden("rpc-response");

        await here.SendAsync(request);
        await here.CompleteOutputAsync();
        await here.ReceiveAllAsync();
        await serving;

        Assert.Equal([107, request.Length - 107], measurements.ValuesOf("gobwire.server.request.size").Select(size => (int)size));
        Assert.Equal([83, response.Length - 83], measurements.ValuesOf("gobwire.server.response.size").Select(size => (int)size));
        Assert.Equal("rpc.system.name=go_net_rpc", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    [Theory]
    [InlineData("Arith.Secret42", "_OTHER", "unknown_method")]
    [InlineData("Arith.Fail", "Arith.Fail", "handler_failed")]
    [InlineData("Arith.Divide", "Arith.Divide", "server_error")]
    public async Task A_call_that_fails_says_why_at_both_ends(string called, string method, string errorType)
    {
        using var measurements = new Measurements(Meter);
        using var spans = new Spans(Meter);
        await using (var connected = new Connected(TestServices.Create("tcp")))
        {
            await Assert.ThrowsAsync<RpcServerException>(
                () => connected.Client.CallAsync<Args, GobValue>(called, new() { A = 7, B = 0 }));
        }

        Assert.Equal($"rpc.system.name=go_net_rpc rpc.method={method} error.type={errorType}", Assert.Single(measurements.TagsOf(ServerDuration)));
        Assert.Equal(
            $"rpc.system.name=go_net_rpc rpc.method={called} error.type=server_error", Assert.Single(measurements.TagsOf("rpc.client.call.duration")));
        Activity span = Assert.Single(spans.Of(ActivityKind.Server));
        Assert.Equal(method == "_OTHER" ? "go_net_rpc" : method, span.DisplayName);
        Assert.Equal(errorType, span.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.DoesNotContain("the secret", string.Join(' ', span.TagObjects.Select(tag => tag.Value)) + span.StatusDescription, StringComparison.Ordinal);
        Assert.Equal(called, Assert.Single(spans.Of(ActivityKind.Client)).DisplayName);
    }

    [Fact]
    public async Task A_bad_argument_is_a_decode_error()
    {
        using var measurements = new Measurements(Meter);
        await using (var connected = new Connected(TestServices.Create("tcp")))
            await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<string, long>("Arith.Multiply", "text"));

        Assert.Equal(
            "rpc.system.name=go_net_rpc rpc.method=Arith.Multiply error.type=type_mismatch",
            Assert.Single(measurements.TagsOf("gobwire.server.decode.errors")));
        Assert.Equal(
            "rpc.system.name=go_net_rpc rpc.method=Arith.Multiply error.type=bad_argument", Assert.Single(measurements.TagsOf(ServerDuration)));
    }

    [Theory]
    [InlineData("05FFFFFFFFFF", "bad_request")]
    [InlineData("FC7FFFFFFF", "limit_exceeded")]
    [InlineData("2B", "bad_request")]
    public async Task A_connection_says_why_it_ended(string sent, string errorType)
    {
        using var measurements = new Measurements(Meter);
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = TestServices.Create("tcp").ServeAsync(there);

        await here.SendAsync(Convert.FromHexString(sent));
        await here.CompleteOutputAsync();
        await here.ReceiveAllAsync();
        await serving;

        Assert.Equal($"rpc.system.name=go_net_rpc error.type={errorType}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        Assert.StartsWith(
            "rpc.system.name=go_net_rpc rpc.method=_OTHER", Assert.Single(measurements.TagsOf("gobwire.server.decode.errors")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\n\n", " error.type=bad_request")]
    [InlineData("GET / HTTP/1.0\n\n", "")]
    [InlineData("CONNECT /_goRPC_ HTTP/1.0\n\n", "")]
    public async Task A_connection_inside_HTTP_is_one(string sent, string tags)
    {
        using var measurements = new Measurements(Meter);
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = TestServices.Create("tcp").ServeHttpAsync(there);

        await here.SendAsync(sent);
        await here.CompleteOutputAsync();
        await here.ReceiveAllAsync();
        await serving;

        Assert.Equal([1, -1], measurements.ValuesOf("gobwire.server.active_connections"));
        Assert.Equal($"rpc.system.name=go_net_rpc{tags}", Assert.Single(measurements.TagsOf(ConnectionDuration)));
    }

    private static RpcClientOptions Client(string mode) => mode == "json"
        ? new() { Protocol = RpcProtocol.JsonRpc, Json = TestServices.Json }
        : new();
}
