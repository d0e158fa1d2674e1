using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>Limits against clients that hold a connection for nothing.</summary>
public sealed class RpcServerLimitTests
{
    [Fact]
    public async Task A_request_that_dribbles_closes_its_connection_with_one_line()
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        RpcServer server = new(new RpcServerOptions { TimeProvider = time }, logger);
        server.Register(new Arith());
        var input = new Pipe();
        var output = new Pipe();
        var connection = new CountedPipe(input.Reader, output.Writer);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Task serving = server.ServeAsync(connection);
        byte[] request = Wire.Golden("rpc-request");
        for (int i = 0; i < 10; i++)
        {
            await input.Writer.WriteAsync(request.AsMemory(i, 1), patience.Token);
            while (connection.Reads < i + 2)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        time.Advance(TimeSpan.FromSeconds(5.1));

        Assert.Empty((await output.Reader.ReadAsync(patience.Token)).Buffer.ToArray());
        await input.Writer.CompleteAsync();
        await serving.WaitAsync(patience.Token);
        Assert.Equal("(memory): a request came slower than 240 bytes a second: closing the connection", Assert.Single(logger.Warnings));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_call_has_its_time_then_its_token_fires_and_its_caller_is_told(bool isHeeded)
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        var begun = new TaskCompletionSource<CancellationToken>();
        var release = new TaskCompletionSource();
        RpcServer server = new(new RpcServerOptions { CallTimeout = TimeSpan.FromSeconds(3), TimeProvider = time }, logger);
        server.Register(new Arith());
        server.Map<long, long>("Gate.Wait", async (number, token) =>
        {
            begun.SetResult(token);
            await release.Task.WaitAsync(isHeeded ? token : CancellationToken.None);
            return number;
        });
        await using var connected = new Connected(server);
        Task<long> call = connected.Client.CallAsync<long, long>("Gate.Wait", 1);
        CancellationToken token = await begun.Task;

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("the call took longer than 3 s", (await Assert.ThrowsAsync<RpcServerException>(() => call)).Message);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 }));
        Assert.Equal("(memory): Gate.Wait took longer than 3 s", Assert.Single(logger.Warnings));
        release.SetResult();
    }

    [Fact]
    public async Task A_call_that_is_overdue_counts_until_its_method_has_ended()
    {
        var time = new FakeTimeProvider();
        var begun = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        RpcServer server = new(new RpcServerOptions { CallTimeout = TimeSpan.FromSeconds(3), MaxConcurrentCalls = 1, TimeProvider = time });
        server.Map<long, long>("Gate.Wait", async (number, _) =>
        {
            begun.Release();
            await release.Task;
            return number;
        });
        await using var connected = new Connected(server);
        Task<long> first = connected.Client.CallAsync<long, long>("Gate.Wait", 1);
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<RpcServerException>(() => first);

        Task<long> second = connected.Client.CallAsync<long, long>("Gate.Wait", 2);
        Assert.Equal(0, begun.CurrentCount);
        release.SetResult();

        Assert.Equal(2, await second);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Replies_that_are_not_read_have_their_line_also_when_no_more_is_to_be_read(bool isStopped)
    {
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        RpcServer server = new(new RpcServerOptions { TimeProvider = time }, logger);
        server.Map<Args, byte[]>("Arith.Multiply", async (_, _) =>
        {
            begun.SetResult();
            await release.Task;
            return new byte[1 << 20];
        });
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(time);
        using var stop = new CancellationTokenSource();
        Task serving = server.ServeAsync(there, stop.Token);
        await here.SendAsync(Wire.Golden("rpc-request").AsMemory(0, 107));
        await begun.Task;

        if (isStopped)
            await stop.CancelAsync();
        else
            await here.CompleteOutputAsync();
        release.SetResult();
        while (!serving.IsCompleted)
        {
            // The flush that is to run out of time may not have begun to wait yet.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await serving;
        Assert.Equal(["(memory): the peer has not taken the output within 10 s: aborting the connection"], logger.Lines);
    }

    [Fact]
    public async Task A_client_that_reads_slowly_gets_the_whole_of_a_large_reply()
    {
        const int Size = 32 << 20;
        var time = new FakeTimeProvider();
        var logger = new ListLogger();
        RpcServer server = new(new RpcServerOptions { TimeProvider = time }, logger);
        server.Map<Args, byte[]>("Arith.Multiply", _ => new byte[Size]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0), patience.Token);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(running.LocalEndPoint, patience.Token);
        await client.SendAsync(Wire.Golden("rpc-request").AsMemory(0, 107), patience.Token);
        var buffer = new byte[1 << 20];
        int taken = 0;

        for (int i = 0; i < 6; i++)
        {
            for (int wanted = taken + buffer.Length; taken < wanted;)
                taken += await ReceiveAsync();
            time.Advance(TimeSpan.FromSeconds(10.1));
        }

        while (taken < Size)
            taken += await ReceiveAsync();
        Assert.Empty(logger.Warnings);

        async Task<int> ReceiveAsync() => await client.ReceiveAsync(buffer, patience.Token) is var count and > 0 ? count : throw new EndOfStreamException();
    }
}
