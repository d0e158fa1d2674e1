using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Handlers that keep the thread they are called on, and return late or never: nothing of their session runs meanwhile.</summary>
public sealed class BlockedHandlerTests : IDisposable
{
    private const string ConnectionDuration = "gobwire.server.connection.duration";

    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly ManualResetEventSlim _release = new();
    private CancellationToken _handlersToken;

    [Theory]
    [InlineData("BLOCK\nx\n")]
    [InlineData("ECHO\na\nBLOCK\nx\n")]
    [InlineData("LATE\na\nBLOCK\nx\n")]
    public async Task One_that_never_returns_loses_its_connection_and_is_named_while_others_are_served(string sent)
    {
        using var measurements = new Measurements("Gobwire.Commands");
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync(sent);
        await _begun.WaitAsync(Until.Deadline);

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.5), () => served.Reasons.Count > 0, "a reason was logged");

        await Until.FiredAsync(peer.Aborted);
        Assert.Equal("rpc.system.name=gob_command error.type=handler_stuck", Assert.Single(measurements.TagsOf(ConnectionDuration)));
        await using TransportConnection other = await served.ConnectAsync();
        await other.SendAsync("ECHO\ngo on\n");
        Assert.Equal("go on\n", await other.ReadTextAsync());
        await other.DisposeAsync();
        _release.Set();
        await served.StopAsync();
        Assert.Equal(
            "(memory): the handler of BLOCK has taken more than 00:00:30 and ignores that it is canceled: aborting the connection",
            Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task One_that_waits_for_its_cancellation_is_canceled_and_its_connection_closed()
    {
        await using ServedEndpoint served = Create();
        TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("HEED\nECHO\nnever\n");
        await _begun.WaitAsync(Until.Deadline);

        await _time.AdvanceUntilAsync(TimeSpan.FromSeconds(0.3), () => _handlersToken.IsCancellationRequested, "it was canceled");

        Assert.Equal("heeded\n", await peer.ReadToEndAsync());
        await peer.DisposeAsync();
        await served.EndAsync();
        Assert.Equal(
            "(memory): the handler of HEED has taken more than 00:00:30: closing the connection", Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task Those_that_follow_each_other_without_a_wait_have_each_their_time()
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync(string.Concat(Enumerable.Repeat("LATE\nx\n", 10)));

        Assert.Equal(string.Concat(Enumerable.Repeat("x\n", 10)), await peer.ReadTextAsync());
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_handler_that_blocks_and_then_waits_has_its_time_once()
    {
        await using ServedEndpoint served = Create();
        TransportConnection peer = await served.ConnectAsync();
        await peer.SendAsync("MIXED\n");
        await _begun.WaitAsync(Until.Deadline);

        // A look or two more than its thirty.
        _time.Advance(TimeSpan.FromSeconds(13));
        await Until.TrueAsync(() => _handlersToken.IsCancellationRequested, "it was canceled");

        Assert.Equal("", await peer.ReadToEndAsync());
        await peer.DisposeAsync();
        await served.EndAsync();
        Assert.Equal("HandlerTimedOut", Assert.Single(served.Reasons).Event);
    }

    public void Dispose()
    {
        _release.Set();
        _release.Dispose();
        _begun.Dispose();
    }

    /// <summary>Less than a handler may take, and two of them are more.</summary>
    private void PassTwentySeconds()
    {
        for (int i = 0; i < 80; i++)
            _time.Advance(TimeSpan.FromSeconds(0.25));
    }

    private ServedEndpoint Create()
    {
        var served = new ServedEndpoint(new CommandEndpointOptions { TimeProvider = _time });
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.MapText("LATE", text =>
        {
            PassTwentySeconds();
            return text;
        });
        served.Endpoint.MapText("BLOCK", text =>
        {
            _begun.Release();
            _release.Wait();
            return text;
        });
        served.Endpoint.Map("MIXED", async (_, token) =>
        {
            _handlersToken = token;
            PassTwentySeconds();
            _begun.Release();
            await Task.Delay(Timeout.Infinite, token);
        });
        served.Endpoint.Map("HEED", (connection, token) =>
        {
            _handlersToken = token;
            _begun.Release();
            token.WaitHandle.WaitOne();
            return connection.WriteLineAsync("heeded", CancellationToken.None);
        });
        return served;
    }
}
