using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>The server against a client of ours, or against bytes.</summary>
public sealed class RpcServerTests
{
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    [Fact]
    public async Task The_responses_are_go_s_bytes()
    {
        RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 1 });
        server.Register(new Arith());
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeAsync(there);
        byte[] golden = Wire.Golden("rpc-response");

        await here.SendAsync(Wire.Golden("rpc-request"));

        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(await here.ReceiveAsync(golden.Length)));
        await here.CompleteOutputAsync();
        Assert.Equal("", await here.ReceiveAllAsync());
        await serving;
    }

    [Fact]
    public async Task A_request_cut_anywhere_or_a_byte_at_a_time_is_seen_for_what_it_is()
    {
        byte[] request = Wire.Golden("rpc-request");
        for (int length = 1; length <= request.Length; length++)
        {
            var logger = new ListLogger();
            RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 1 }, logger);
            server.Register(new Arith());
            (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
            Task serving = server.ServeAsync(there);

            for (int i = 0; i < length; i++)
                await here.SendAsync(request.AsMemory(i, 1));
            await here.CompleteOutputAsync();
            string answer = await here.ReceiveAllAsync();
            await serving;

            // The first request is whole at 107 bytes, the second at 133.
            bool isWhole = length is 107 or 133;
            Assert.Equal(isWhole ? 0 : 1, logger.Warnings.Count);
            if (length == request.Length)
                Assert.NotEmpty(answer);
            else if (length < 107)
                Assert.Empty(answer);
        }
    }

    [Theory]
    [InlineData("Arith.BadOperation", "rpc: can't find method Arith.BadOperation")]
    [InlineData("Nobody.Add", "rpc: can't find service Nobody.Add")]
    [InlineData("net.rpc.Arith.Nothing", "rpc: can't find method net.rpc.Arith.Nothing")]
    [InlineData("Arith", "rpc: service/method request ill-formed: Arith")]
    [InlineData("", "rpc: service/method request ill-formed: ")]
    [InlineData(".", "rpc: can't find service .")]
    public async Task What_cannot_be_called_is_answered_in_go_s_words(string serviceMethod, string answer)
    {
        await using var connected = new Connected(TestServices.Create("tcp"));

        RpcServerException error =
            await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<Args, Reply>(serviceMethod, SevenEight));

        Assert.Equal(answer, error.Message);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Fact]
    public async Task A_bad_argument_fails_its_call_only()
    {
        var logger = new ListLogger();
        RpcServer server = new(logger: logger);
        server.Register(new Arith());
        await using var connected = new Connected(server);

        RpcServerException error =
            await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<string, long>("Arith.Multiply", "text"));

        Assert.Contains("type", error.Message, StringComparison.Ordinal);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Empty(logger.Warnings);
    }

    [Fact]
    public async Task Garbage_in_the_middle_ends_the_connection_with_one_line_and_what_was_begun_is_answered()
    {
        var logger = new ListLogger();
        RpcServer server = new(logger: logger);
        server.Register(new Arith());
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeAsync(there);
        byte[] request = Wire.Golden("rpc-request");

        await here.SendAsync((byte[])[.. request, 0x05, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        await here.CompleteOutputAsync();
        string answer = await here.ReceiveAllAsync();
        await serving;

        Assert.Contains("divide by zero", answer, StringComparison.Ordinal);
        Assert.EndsWith(": closing the connection", Assert.Single(logger.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "internal error"), InlineData(true, "the secret of 7")]
    public async Task A_method_s_exception_is_logged_and_its_text_is_kept_unless_it_may_go(bool include, string text)
    {
        var logger = new ListLogger();
        RpcServer server = new(new RpcServerOptions { IncludeExceptionMessages = include }, logger);
        server.Register(new Arith());
        await using var connected = new Connected(server);

        RpcServerException error =
            await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<Args, GobValue>("Arith.Fail", SevenEight));

        Assert.Equal(text, error.Message);
        Assert.EndsWith(": Arith.Fail failed", Assert.Single(logger.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_without_form_is_an_error_of_its_call_only()
    {
        RpcServer server = TestServices.Create("tcp");
        server.Map<long, string>("Bad.Reply", _ => "\uD800");
        await using var connected = new Connected(server);

        RpcServerException error =
            await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<long, string>("Bad.Reply", 1));

        Assert.Equal("internal error", error.Message);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Fact]
    public async Task No_more_calls_of_a_connection_run_at_a_time_than_its_limit()
    {
        var release = new SemaphoreSlim(0);
        int running = 0;
        int most = 0;
        var second = new TaskCompletionSource();
        RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 2 });
        server.Map<long, long>("Gate.Wait", async (number, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 2)
                second.TrySetResult();
            await release.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref running);
            return number;
        });
        await using var connected = new Connected(server);
        Task<long>[] calls = [.. Enumerable.Range(0, 20).Select(i => connected.Client.CallAsync<long, long>("Gate.Wait", i))];
        await second.Task;

        release.Release(20);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), await Task.WhenAll(calls));
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task A_stop_waits_for_the_calls_begun_and_answers_them()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        RpcServer server = TestServices.Create("tcp");
        server.Map<long, long>("Gate.Wait", async (number, _) =>
        {
            begun.SetResult();
            await release.Task;
            return number;
        });
        await using var connected = new Connected(server);
        Task<long> call = connected.Client.CallAsync<long, long>("Gate.Wait", 5);
        await begun.Task;

        Task stopped = connected.StopAsync();
        Assert.False(stopped.IsCompleted);
        release.SetResult();

        Assert.Equal(5, await call);
        await stopped;
        await Assert.ThrowsAsync<RpcException>(() => connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Fact]
    public async Task A_client_that_has_ended_what_it_sends_still_gets_its_reply()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        RpcServer server = new();
        server.Map<Args, long>("Arith.Multiply", async (args, _) =>
        {
            begun.SetResult();
            await release.Task;
            return args.A * args.B;
        });
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeAsync(there);
        await here.SendAsync(Wire.Golden("rpc-request").AsMemory(0, 107));
        await begun.Task;

        await here.CompleteOutputAsync();
        release.SetResult();

        Assert.Equal(Wire.Golden("rpc-response")[..83], await here.ReceiveAsync(83));
        await serving;
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_its_own_calls_and_no_memory()
    {
        var time = new FakeTimeProvider();
        int begun = 0;
        RpcServer server = new(new RpcServerOptions { MaxConcurrentCalls = 8, MaxQueuedBytes = 1 << 16, TimeProvider = time });
        var reply = new byte[1 << 16];
        var stuck = new TaskCompletionSource();
        server.Map<long, byte[]>("Large.Reply", _ =>
        {
            // One in the pipe, one or two in the queue, and as many waiting as may run.
            if (Interlocked.Increment(ref begun) == 10)
                stuck.TrySetResult();
            return reply;
        });
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(time);
        Task serving = server.ServeAsync(there);
        var requests = new System.Buffers.ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(requests);
        for (ulong i = 0; i < 200; i++)
            encoder.EncodePair(new Gobwire.Rpc.Wire.GobRequest { ServiceMethod = "Large.Reply", Seq = i }, (long)i);
        await here.SendAsync(requests.WrittenMemory);
        await stuck.Task;

        // The flush that is to run out of time may not have begun to wait yet.
        while (!serving.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await serving;
        Assert.InRange(begun, 10, 40);
        await Assert.ThrowsAnyAsync<IOException>(() => here.ReceiveAllAsync());
    }

    [Fact]
    public async Task An_idle_connection_and_a_slow_request_have_their_time()
    {
        var time = new FakeTimeProvider();
        RpcServer server = new(new RpcServerOptions { IdleTimeout = TimeSpan.FromMinutes(5), TimeProvider = time });
        server.Register(new Arith());
        (TransportConnection idle, TransportConnection first) = MemoryTransport.CreatePair(time);
        Task servingIdle = server.ServeAsync(first);
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(servingIdle.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("", await idle.ReceiveAllAsync());

        (TransportConnection slow, TransportConnection second) = MemoryTransport.CreatePair(time);
        await slow.SendAsync(Wire.Golden("rpc-request").AsMemory(0, 50));
        Task servingSlow = server.ServeAsync(second);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("", await slow.ReceiveAllAsync());
        await idle.DisposeAsync();
        await slow.DisposeAsync();
        await servingIdle;
        await servingSlow;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }
}
