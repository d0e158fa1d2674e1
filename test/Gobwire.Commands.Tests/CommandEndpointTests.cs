using System.IO.Pipelines;
using System.Text;
using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

public sealed class CommandEndpointTests
{
    [Fact]
    public async Task An_endpoint_serves_any_pipes_and_completes_them()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        var pipe = new CountingPipe();
        Task serving = served.Endpoint.ServeAsync(pipe, CancellationToken.None);

        await pipe.Peer.WriteAsync("ECHO\nhello\n"u8.ToArray(), Until.Deadline);
        ReadResult reply = await pipe.Replies.ReadAsync(Until.Deadline);
        Assert.Equal("hello\n", Encoding.UTF8.GetString(reply.Buffer));
        pipe.Replies.AdvanceTo(reply.Buffer.End);
        await pipe.Peer.CompleteAsync();

        await serving.WaitAsync(Until.Deadline);
        Assert.True((await pipe.Replies.ReadAsync(Until.Deadline)).IsCompleted);
    }

    [Fact]
    public async Task A_foreign_transports_failure_ends_its_serving_with_a_reason()
    {
        await using var served = new ServedEndpoint();
        var pipe = new CountingPipe();
        Task serving = served.Endpoint.ServeAsync(pipe, CancellationToken.None);

        await pipe.Peer.CompleteAsync(new OperationCanceledException("aborted by the application"));

        await serving.WaitAsync(Until.Deadline);
        Assert.Equal("(memory): connection lost: aborted by the application", Assert.Single(served.Reasons).Message);
    }

    [Fact]
    public async Task A_stop_before_the_first_command_ends_serving_at_once()
    {
        await using var served = new ServedEndpoint(new CommandEndpointOptions { TimeProvider = new FakeTimeProvider() });
        var pipe = new CountingPipe();
        await pipe.Peer.CompleteAsync();

        await served.Endpoint.ServeAsync(pipe, new CancellationToken(canceled: true)).WaitAsync(Until.Deadline);

        Assert.Equal("Stopped", Assert.Single(served.Logger.Lines).Event);
    }

    [Fact]
    public async Task A_stop_never_cancels_a_read_of_a_handler()
    {
        // The stop comes while a name is taken, again and again; the handler's raw read must not see it.
        for (int round = 0; round < 200; round++)
        {
            await using var served = new ServedEndpoint(new CommandEndpointOptions { TimeProvider = new FakeTimeProvider() });
            bool wasCanceled = false;
            served.Endpoint.Map("RAW", async (connection, token) =>
            {
                ReadResult result = await connection.Input.ReadAsync(token);
                wasCanceled = result.IsCanceled;
                connection.Input.AdvanceTo(result.Buffer.End);
            });
            using var stop = new CancellationTokenSource();
            var pipe = new CountingPipe();
            Task serving = served.Endpoint.ServeAsync(pipe, stop.Token);

            Task sending = Task.Run(() => pipe.Peer.WriteAsync("RAW\nx"u8.ToArray(), Until.Deadline).AsTask(), TestContext.Current.CancellationToken);
            Task stopping = Task.Run(stop.Cancel, TestContext.Current.CancellationToken);
            await Task.WhenAll(sending, stopping);
            await pipe.Peer.CompleteAsync();
            await serving.WaitAsync(Until.Deadline);

            Assert.False(wasCanceled);
        }
    }
}
