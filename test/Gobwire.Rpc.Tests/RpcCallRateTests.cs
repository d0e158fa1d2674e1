using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>Clients that call more often than they may.</summary>
[Collection(ObservedTests.Name)]
public sealed class RpcCallRateTests
{
    private const string System = "rpc.system.name=go_net_rpc";
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    private readonly FakeTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_that_calls_more_often_than_it_may_is_told_and_let_go_and_no_other(string mode)
    {
        using var measurements = new Measurements("Gobwire.Rpc");
        var server = new RpcServer(
            new RpcServerOptions { Protocol = TestServices.ProtocolOf(mode), Json = TestServices.Json, MaxCallsPerSecond = 3, TimeProvider = _time }, _logger);
        server.Register(new Arith());
        await using RunningServer running = TestServices.Start(server, mode);
        await using RpcClient polite = await TestServices.DialAsync(mode, $"127.0.0.1:{running.Port}");
        Assert.Equal(56, await polite.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        await using GoPeer go = await GoPeer.BeginCheckAsync(mode, $"127.0.0.1:{running.Port}", "rate");

        Assert.Equal("3 answered, then: more than 3 calls a second", await go.ReadLineAsync());
        await go.ExpectContentAsync();
        await Until.TrueAsync(() => running.ConnectionCount == 1, "the one was let go");
        Assert.Equal(56, await polite.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Matches(
            "^127.0.0.1:[0-9]+: Arith.Multiply: more than 3 calls a second: closing the connection$", Assert.Single(_logger.Of("RateLimited")).Message);
        Assert.DoesNotContain(_logger.Lines, line => line.Event is not ("Listening" or "Connected" or "HttpAnswered" or "RateLimited"));
        Assert.Equal($"{System} error.type=rate_limited", Assert.Single(measurements.TagsOf("gobwire.server.connection.duration")));
        Assert.Equal(
            $"{System} rpc.method=Arith.Multiply error.type=rate_limited",
            Assert.Single(measurements.TagsOf("rpc.server.call.duration"), tags => tags.Contains("error", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_may_be_called_comes_back_as_time_passes_and_no_more_of_it()
    {
        await using Connected connected = Connect(perSecond: 2);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(56, await MultiplyAsync(connected));
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(56, await MultiplyAsync(connected));
        Assert.Equal(56, await MultiplyAsync(connected));

        Assert.Equal("more than 2 calls a second", (await Assert.ThrowsAsync<RpcServerException>(() => MultiplyAsync(connected))).Message);
        await connected.Serving.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task Calls_begun_before_are_answered()
    {
        var release = new TaskCompletionSource();
        await using Connected connected = Connect(perSecond: 1, server => server.Map<long, long>("Gate.Wait", async (number, _) =>
        {
            await release.Task;
            return number;
        }));
        Task<long> begun = connected.Client.CallAsync<long, long>("Gate.Wait", 1);

        await Assert.ThrowsAsync<RpcServerException>(() => MultiplyAsync(connected));
        Assert.False(begun.IsCompleted);
        release.SetResult();

        Assert.Equal(1, await begun);
        await connected.Serving.WaitAsync(Until.Deadline);
    }

    [Fact]
    public async Task Calls_of_methods_that_are_not_there_count_and_their_names_forge_no_log_line()
    {
        await using Connected connected = Connect(perSecond: 1);

        foreach (string text in new[] { "rpc: can't find service Nobody.\nHome", "more than 1 calls a second" })
        {
            var error = await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<Args, long>("Nobody.\nHome", SevenEight));
            Assert.Equal(text, error.Message);
        }

        await connected.Serving.WaitAsync(Until.Deadline);
        Assert.Equal(
            @"(memory): Nobody.\u000aHome: more than 1 calls a second: closing the connection", Assert.Single(_logger.Of("RateLimited")).Message);
    }

    [Fact]
    public void A_limit_below_one_is_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RpcServerOptions { MaxCallsPerSecond = 0 });

    private static Task<long> MultiplyAsync(Connected connected) => connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

    private Connected Connect(int perSecond, Action<RpcServer>? more = null)
    {
        var server = new RpcServer(new RpcServerOptions { MaxCallsPerSecond = perSecond, TimeProvider = _time }, _logger);
        server.Register(new Arith());
        more?.Invoke(server);
        return new Connected(server);
    }
}
