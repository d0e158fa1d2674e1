using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>Live Go programs that do over real sockets what Go's own never would.</summary>
public sealed class RudeGoPeerTests
{
    private const int ReplySize = 1 << 20;

    /// <summary>What the kernel's buffers take of the replies is the system's choice; without back-pressure there would be no end.</summary>
    private const int MostBegun = 100;

    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_that_stops_reading_is_held_up_then_let_go_and_others_are_answered(string mode)
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        int begun = 0;
        RpcServer server = TestServices.Create(mode, logger, options => options with { MaxConcurrentCalls = 8, TimeProvider = time });
        server.Map<byte[], byte[]>("Large.Reply", async (_, aborted) =>
        {
            if (Interlocked.Increment(ref begun) > MostBegun)
                await Task.Delay(Timeout.Infinite, aborted);
            return new byte[ReplySize];
        });
        await using RunningServer running = TestServices.Start(server, mode);
        string address = $"127.0.0.1:{running.Port}";
        await using RpcClient other = await TestServices.DialAsync(mode, address);
        Assert.Equal(56, await other.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        await using GoPeer flood = await GoPeer.BeginRudeAsync("flood", mode, address);
        Assert.Equal("held up", await flood.ReadLineAsync());

        await TwoThousandCalls.RunAsync(other);
        await GoPeer.CheckAsync(mode, address, "many");
        Assert.InRange(Volatile.Read(ref begun), 0, MostBegun);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(logger.Warnings);

        Task<string> letGo = flood.ReadLineAsync();
        while (!letGo.IsCompleted)
        {
            // The flush that is to run out of time may not have begun to wait yet.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("let go", await letGo);
        Assert.Equal(56, await other.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        await running.StopAsync();
        Assert.EndsWith(": the peer has not taken the output within 10 s: aborting the connection", Assert.Single(logger.Warnings), StringComparison.Ordinal);
        Assert.InRange(begun, 0, MostBegun);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task Garbage_of_a_go_client_ends_its_connection_after_the_calls_begun_and_no_other(string mode)
    {
        var logger = new ListLogger();
        RpcServer server = TestServices.Create(mode, logger);
        await using RunningServer running = TestServices.Start(server, mode);
        string address = $"127.0.0.1:{running.Port}";
        await using RpcClient other = await TestServices.DialAsync(mode, address);

        await using GoPeer garbage = await GoPeer.BeginRudeAsync("garbage", mode, address);
        Assert.Equal("3 answered", await garbage.ReadLineAsync());
        await garbage.ExpectContentAsync();

        Assert.Equal(56, await other.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.EndsWith(": closing the connection", Assert.Single(logger.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task Garbage_of_a_go_server_fails_every_call_under_way_with_its_cause(string mode)
    {
        await using GoPeer go = await GoPeer.ServeGarbageAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);
        Task<Reply>[] slow = [.. Enumerable.Range(0, 10).Select(i => client.CallAsync<Args, Reply>("Arith.SleepMilli", new() { A = 60_000, B = i }))];

        // Inside HTTP the server's greeting is a write too.
        for (int i = mode == "http" ? 1 : 0; i < 4; i++)
            Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Task<long> spoiled = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

        RpcException cause = await Assert.ThrowsAsync<RpcException>(() => spoiled);
        Assert.Equal(RpcErrorKind.Protocol, cause.Kind);
        foreach (Task<Reply> call in slow)
            Assert.Equal((cause.Kind, cause.Message.Replace("Multiply", "SleepMilli", StringComparison.Ordinal)), await ErrorOf(call));
        Assert.Equal((RpcErrorKind.Shutdown, "connection is shut down"), await ErrorOf(client.CallAsync<Args, long>("Arith.Multiply", SevenEight)));
    }

    private static async Task<(RpcErrorKind Kind, string Message)> ErrorOf(Task call)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
        return (error.Kind, error.Message);
    }
}
