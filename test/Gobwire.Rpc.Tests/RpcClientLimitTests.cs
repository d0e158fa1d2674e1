using System.IO.Pipelines;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>The client against servers that go wrong in mid-stream, or dribble.</summary>
public sealed class RpcClientLimitTests
{
    private static readonly Args SevenEight = new() { A = 7, B = 8 };
    private static readonly byte[] MultiplyReply = Wire.Golden("rpc-response")[..83];

    [Theory]
    [InlineData("03040070"), InlineData("F7FFFFFFFFFFFFFFFFFF")]
    public async Task Garbage_behind_a_reply_fails_the_calls_that_still_wait(string hex)
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here);
        Task<long>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.CallAsync<Args, long>("Arith.Multiply", SevenEight))];

        await there.SendAsync((byte[])[.. MultiplyReply, .. Convert.FromHexString(hex)]);

        Assert.Equal(56, await calls[0]);
        foreach (Task<long> call in calls[1..])
            Assert.Equal(RpcErrorKind.Protocol, (await Assert.ThrowsAsync<RpcException>(() => call)).Kind);
    }

    [Theory]
    [InlineData(RpcProtocol.Gob), InlineData(RpcProtocol.JsonRpc)]
    public async Task A_reply_that_dribbles_ends_the_connection_where_the_client_wants_a_rate(RpcProtocol protocol)
    {
        var time = new FakeTimeProvider();
        var input = new Pipe();
        var connection = new CountedPipe(input.Reader, new Pipe().Writer);
        byte[][] replies = protocol == RpcProtocol.Gob
            ? [MultiplyReply, Wire.Golden("rpc-response")[83..]]
            : ["{\"id\":0,\"result\":56,\"error\":null}\n"u8.ToArray(), "{\"id\":1,\"result\":56}\n"u8.ToArray()];
        await using var client = new RpcClient(
            connection, new RpcClientOptions { Protocol = protocol, MinDataRate = TransportRate.Default, TimeProvider = time });
        Task<long> first = client.CallAsync<long, long>("Arith.Multiply", 1);
        await input.Writer.WriteAsync(replies[0]);
        Assert.Equal(56, await first);
        Task<long> second = client.CallAsync<long, long>("Arith.Multiply", 1);
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(second.IsCompleted);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 10; i++)
        {
            int reads = connection.Reads;
            await input.Writer.WriteAsync(replies[1].AsMemory(i, 1), patience.Token);
            while (connection.Reads == reads)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        time.Advance(TimeSpan.FromSeconds(5.1));

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => second);
        Assert.Equal((RpcErrorKind.ConnectionLost, "Arith.Multiply: a reply came slower than 240 bytes a second"), (error.Kind, error.Message));
    }
}
