using System.IO.Pipelines;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>Calls and callers that keep the thread they are given: it is the one that read them.</summary>
public sealed class BlockedThreadTests
{
    private static readonly PipeOptions InlinePipes = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline);

    [Theory]
    [InlineData("tcp")]
    [InlineData("json")]
    public async Task A_call_that_blocks_holds_up_none_that_came_with_it_or_after_it(string mode)
    {
        using var release = new ManualResetEventSlim();
        RpcServer server = TestServices.Create(mode);
        server.Map<long, long>("Gate.Block", number =>
        {
            release.Wait(Until.Deadline);
            return number;
        });
        await using RunningServer running = TestServices.Start(server, mode);
        await using RpcClient client = await TestServices.DialAsync(mode, $"127.0.0.1:{running.Port}");

        Task<long>[] blocked = [.. Enumerable.Range(0, 3).Select(i => client.CallAsync<long, long>("Gate.Block", i))];
        Task<long>[] quick = [.. Enumerable.Range(0, 100).Select(i => client.CallAsync<Args, long>("Arith.Multiply", new() { A = i, B = 2 }))];

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * 2L), await Task.WhenAll(quick).WaitAsync(Until.Deadline));
        Assert.Equal(14, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 2 }).WaitAsync(Until.Deadline));
        Assert.DoesNotContain(blocked, call => call.IsCompleted);
        release.Set();
        long[] late = await Task.WhenAll(blocked);
        Assert.Equal([0, 1, 2], late);
    }

    [Fact]
    public async Task Whoever_blocks_once_a_reply_is_there_holds_up_no_reply_that_came_with_it()
    {
        (TransportConnection here, TransportConnection near) = MemoryTransport.CreatePair();
        (TransportConnection far, TransportConnection there) = MemoryTransport.CreatePair();
        using var release = new ManualResetEventSlim();
        var begun = new SemaphoreSlim(0);
        RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 1 });
        server.Map<long, long>("Echo.Number", number =>
        {
            begun.Release();
            return number;
        });
        Task serving = server.ServeAsync(there);
        await using var client = new RpcClient(here);
        Task relaying = near.Input.CopyToAsync(far.Output, Until.Deadline);
        Task[] blocked = [.. Enumerable.Range(0, 3).Select(_ => CallAndBlockAsync(client, release))];
        for (int i = 0; i < blocked.Length; i++)
            await begun.WaitAsync(Until.Deadline);
        Task<long> quick = client.CallAsync<long, long>("Echo.Number", 4);
        await begun.WaitAsync(Until.Deadline);

        // All replies in one piece, the quick one's last.
        await far.CompleteOutputAsync();
        var replies = new MemoryStream();
        await far.Input.CopyToAsync(replies, Until.Deadline);
        await near.SendAsync(replies.ToArray());

        Assert.Equal(4, await quick.WaitAsync(Until.Deadline));
        Assert.DoesNotContain(blocked, call => call.IsCompleted);
        release.Set();
        await Task.WhenAll(blocked);
        await client.DisposeAsync();
        await relaying;
        await serving;
    }

    [Fact]
    public async Task Whoever_has_a_reply_may_wait_for_the_next_call_without_await_and_close_so_too()
    {
        await using RunningServer running = TestServices.Start("tcp");
        RpcClient client = await TestServices.DialAsync("tcp", $"127.0.0.1:{running.Port}");

        await Task.Run(
            async () =>
            {
                Assert.Equal(6, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 3, B = 2 }).ConfigureAwait(false));
                Assert.Equal(8, client.CallAsync<Args, long>("Arith.Multiply", new() { A = 4, B = 2 }).WaitAsync(Until.Deadline).GetAwaiter().GetResult());
                Assert.Equal(10, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 5, B = 2 }).ConfigureAwait(false));
                client.DisposeAsync().AsTask().WaitAsync(Until.Deadline).GetAwaiter().GetResult();
            },
            Until.Deadline);
    }

    [Fact]
    public async Task Pipes_that_run_readers_on_the_writer_s_thread_do_not_nest_calls_without_end()
    {
        await using var connected = new Connected(TestServices.Create("tcp"), pipes: InlinePipes);

        await Task.Run(
            async () =>
            {
                for (int i = 0; i < 20_000; i++)
                    Assert.Equal(i * 2L, await connected.Client.CallAsync<Args, long>("Arith.Multiply", new() { A = i, B = 2 }).ConfigureAwait(false));
            },
            Until.Deadline);
    }

    [Fact]
    public async Task A_context_of_who_dials_or_listens_is_not_seen_by_calls()
    {
        var context = new AsyncLocal<string?> { Value = "who listens" };
        RpcServer server = TestServices.Create("tcp");
        server.Map<string, string>("Context.Get", _ => context.Value ?? "none");
        await using var connected = new Connected(server);
        context.Value = "who calls";

        Assert.Equal("none", await connected.Client.CallAsync<string, string>("Context.Get", ""));
        Assert.Equal("who calls", context.Value);
    }

    private static async Task CallAndBlockAsync(RpcClient client, ManualResetEventSlim release)
    {
        await client.CallAsync<long, long>("Echo.Number", 1).ConfigureAwait(false);
        release.Wait(Until.Deadline);
    }
}
