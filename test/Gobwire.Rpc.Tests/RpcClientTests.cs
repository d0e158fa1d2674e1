using System.IO.Pipelines;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>The client against a server of ours, or against bytes.</summary>
public sealed class RpcClientTests
{
    private static readonly Args SevenEight = new() { A = 7, B = 8 };
    private static readonly byte[] MultiplyReply = Wire.Golden("rpc-response")[..83];

    [Fact]
    public async Task The_requests_are_go_s_bytes()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        byte[] golden = Wire.Golden("rpc-request");
        await using var client = new RpcClient(here);

        Task<long> first = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);
        Task<Quotient> second = client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 0 });

        Assert.Equal(Convert.ToHexString(golden), Convert.ToHexString(await there.ReceiveAsync(golden.Length)));
        await there.SendAsync(Wire.Golden("rpc-response"));
        Assert.Equal(56, await first);
        Assert.Equal("divide by zero", (await Assert.ThrowsAsync<RpcServerException>(() => second)).Message);
    }

    [Fact]
    public async Task Arguments_without_form_leave_nothing_on_the_wire()
    {
        await using var connected = new Connected(TestServices.Create("tcp"));

        await Assert.ThrowsAsync<GobException>(() => connected.Client.CallAsync<string, long>("Arith.Multiply", "\uD800"));
        await Assert.ThrowsAsync<GobException>(() => connected.Client.CallAsync<GobValue, long>("Arith.Multiply", null!));

        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Fact]
    public async Task A_call_given_up_leaves_the_others_alone()
    {
        var gate = new TaskCompletionSource();
        RpcServer server = TestServices.Create("tcp");
        server.Map<long, long>("Gate.Wait", async (number, _) =>
        {
            await gate.Task;
            return number;
        });
        await using var connected = new Connected(server);
        using var giveUp = new CancellationTokenSource();
        Task<long> given = connected.Client.CallAsync<long, long>("Gate.Wait", 1, giveUp.Token);
        Task<long> kept = connected.Client.CallAsync<long, long>("Gate.Wait", 2);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        gate.SetResult();
        Assert.Equal(2, await kept);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Fact]
    public async Task A_call_has_its_time_and_its_late_reply_is_skipped()
    {
        var time = new FakeTimeProvider();
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here, new RpcClientOptions { CallTimeout = TimeSpan.FromSeconds(3), TimeProvider = time });
        Task<long> late = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

        time.Advance(TimeSpan.FromSeconds(3));

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => late);
        Assert.Equal((RpcErrorKind.Timeout, "Arith.Multiply: no reply within 3 s"), (error.Kind, error.Message));
        Task<Quotient> next = client.CallAsync<Args, Quotient>("Arith.Divide", SevenEight);
        await there.SendAsync(Wire.Golden("rpc-response"));
        Assert.Equal("divide by zero", (await Assert.ThrowsAsync<RpcServerException>(() => next)).Message);
    }

    [Fact]
    public async Task A_reply_of_another_type_fails_its_call_only()
    {
        await using var connected = new Connected(TestServices.Create("tcp"));

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => connected.Client.CallAsync<Args, Quotient>("Arith.Multiply", SevenEight));

        Assert.Equal(RpcErrorKind.BadReply, error.Kind);
        Assert.StartsWith("Arith.Multiply: reading the reply: gob: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Theory]
    [InlineData("03040070", RpcErrorKind.Protocol)]
    [InlineData("F87FFFFFFFFFFFFFFF", RpcErrorKind.LimitExceeded)]
    [InlineData("2F", RpcErrorKind.ConnectionLost)]
    [InlineData("", RpcErrorKind.ConnectionLost)]
    public async Task What_is_no_reply_fails_all_calls_under_way_with_its_cause(string hex, RpcErrorKind kind)
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here);
        Task<long>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.CallAsync<Args, long>("Arith.Multiply", SevenEight))];

        await there.SendAsync(Convert.FromHexString(hex));
        await there.CompleteOutputAsync();

        foreach (Task<long> call in calls)
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
            Assert.Equal(kind, error.Kind);
            Assert.StartsWith("Arith.Multiply: ", error.Message, StringComparison.Ordinal);
        }

        RpcException later = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Equal((RpcErrorKind.Shutdown, "connection is shut down"), (later.Kind, later.Message));
        Assert.Equal(kind, Assert.IsType<RpcException>(later.InnerException).Kind);
    }

    [Fact]
    public async Task A_reply_cut_anywhere_is_a_lost_connection()
    {
        for (int length = 0; length < MultiplyReply.Length; length++)
        {
            (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
            await using var client = new RpcClient(here);
            Task<long> call = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

            await there.SendAsync(MultiplyReply.AsMemory(0, length));
            await there.CompleteOutputAsync();

            Assert.Equal(RpcErrorKind.ConnectionLost, (await Assert.ThrowsAsync<RpcException>(() => call)).Kind);
        }
    }

    [Fact]
    public async Task A_reply_that_comes_a_byte_at_a_time_is_read()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here);
        Task<long> call = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

        for (int i = 0; i < MultiplyReply.Length; i++)
            await there.SendAsync(MultiplyReply.AsMemory(i, 1));

        Assert.Equal(56, await call);
    }

    [Fact]
    public async Task Closing_ends_calls_under_way_as_go_s_does()
    {
        (TransportConnection here, _) = MemoryTransport.CreatePair();
        var client = new RpcClient(here);
        Task<long> call = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

        await client.DisposeAsync();

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal((RpcErrorKind.Shutdown, "connection is shut down"), (error.Kind, error.Message));
        error = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Equal((RpcErrorKind.Shutdown, "connection is shut down"), (error.Kind, error.Message));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_waits_because_the_server_does_not_read_can_be_given_up()
    {
        (TransportConnection here, _) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here, new RpcClientOptions { MaxQueuedBytes = 1 << 16 });
        var large = new byte[1 << 16];
        // The first is stuck in the pipe, the second fills the queue, the third waits.
        Task<byte[]> first = client.CallAsync<byte[], byte[]>("Echo.Bytes", large);
        Task<byte[]> second = client.CallAsync<byte[], byte[]>("Echo.Bytes", large);
        using var giveUp = new CancellationTokenSource();
        Task<byte[]> third = client.CallAsync<byte[], byte[]>("Echo.Bytes", large, giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_server_that_does_not_read_is_let_go_after_its_time()
    {
        var time = new FakeTimeProvider();
        (TransportConnection here, _) = MemoryTransport.CreatePair(time);
        await using var client = new RpcClient(here, new RpcClientOptions { WriteTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        Task<byte[]> call = client.CallAsync<byte[], byte[]>("Echo.Bytes", new byte[1 << 17]);

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(RpcErrorKind.ConnectionLost, (await Assert.ThrowsAsync<RpcException>(() => call)).Kind);
    }

    [Fact]
    public async Task A_call_whose_request_cannot_be_written_says_why()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here);
        there.Abort("gone");

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        Assert.Contains("connection", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Kind, new[] { RpcErrorKind.ConnectionLost, RpcErrorKind.Shutdown });
    }

    [Fact]
    public async Task Dialing_nobody_says_so()
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => RpcClient.DialAsync("127.0.0.1:1"));

        Assert.Equal((RpcErrorKind.Dial, "dialing 127.0.0.1:1: connection refused"), (error.Kind, error.Message));
        await Assert.ThrowsAsync<FormatException>(() => RpcClient.DialAsync("localhost"));
        await Assert.ThrowsAsync<ArgumentException>(() => RpcClient.DialHttpAsync("localhost:1", "no slash"));
    }

    [Fact]
    public async Task Any_pipes_carry_calls_at_both_ends()
    {
        var requests = new Pipe();
        var replies = new Pipe();
        RpcServer server = TestServices.Create("tcp");
        Task serving = server.ServeAsync(new CountedPipe(requests.Reader, replies.Writer));
        await using (var client = new RpcClient(new CountedPipe(replies.Reader, requests.Writer)))
            Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        await serving;
    }

    [Fact]
    public async Task A_proxy_calls_by_the_methods_of_an_interface()
    {
        await using var connected = new Connected(TestServices.Create("tcp"));

        IArith arith = connected.Client.CreateProxy<IArith>();

        Assert.Equal(56, await arith.MultiplyAsync(SevenEight));
        Assert.Equal(3, (await arith.DivideAsync(new() { A = 17, B = 5 }, CancellationToken.None)).Quo);
        Assert.Equal("internal error", (await Assert.ThrowsAsync<RpcServerException>(() => arith.Fail(SevenEight))).Message);
        Assert.Equal("7+8=15", await arith.TextAsync(SevenEight));
        Assert.Throws<ArgumentException>(() => connected.Client.CreateProxy<IFormattable>());
    }

    internal interface IArith
    {
        Task<long> MultiplyAsync(Args args);

        ValueTask<Quotient> DivideAsync(Args args, CancellationToken cancellationToken);

        Task Fail(Args args);

        [PolyType.MethodShape(Name = "String")]
        Task<string> TextAsync(Args args);
    }
}
