using System.Buffers;
using System.IO.Pipelines;
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
}
