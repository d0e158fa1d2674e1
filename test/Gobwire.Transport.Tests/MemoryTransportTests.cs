using System.IO.Pipelines;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

public sealed class MemoryTransportTests
{
    [Fact]
    public async Task What_one_end_sends_the_other_reads()
    {
        (TransportConnection first, TransportConnection second) = MemoryTransport.CreatePair();

        await first.SendAsync("there");
        await second.SendAsync("back");

        Assert.Equal("there", await second.ReadTextAsync());
        Assert.Equal("back", await first.ReadTextAsync());
    }

    [Fact]
    public async Task A_half_close_is_an_end_and_no_loss()
    {
        (TransportConnection first, TransportConnection second) = MemoryTransport.CreatePair();
        await first.SendAsync("question");
        await first.CompleteOutputAsync();

        Assert.Equal("question", await second.ReadToEndAsync());
        await second.SendAsync("answer");

        Assert.False(second.IsAborted);
        Assert.Equal("answer", await first.ReadTextAsync());
    }

    [Fact]
    public async Task An_abort_is_a_reset_for_the_other_end()
    {
        (TransportConnection first, TransportConnection second) = MemoryTransport.CreatePair();
        Task<ReadResult> read = await second.BeginWaitingReadAsync();

        first.Abort("enough");

        IOException error = await Assert.ThrowsAsync<IOException>(() => read);
        Assert.Equal("the connection is lost: connection reset by peer", error.Message);
        await Until.FiredAsync(second.Aborted);
        Assert.Equal("enough", first.AbortReason!.Message);
    }

    [Fact]
    public async Task Foreign_pipes_are_completed_with_the_connection()
    {
        var input = new Pipe();
        var output = new Pipe();
        await using (TransportConnection connection = MemoryTransport.FromPipe(new DuplexPipe(input.Reader, output.Writer)))
            Assert.Null(connection.RemoteEndPoint);

        Assert.True((await output.Reader.ReadAsync(Until.Deadline)).IsCompleted);
        Assert.True((await input.Writer.FlushAsync(Until.Deadline)).IsCompleted);
    }
}
