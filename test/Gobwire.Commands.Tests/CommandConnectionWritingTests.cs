using System.Buffers;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

public sealed class CommandConnectionWritingTests : IAsyncDisposable
{
    private readonly TransportConnection _peer;
    private readonly CommandClient _client;

    public CommandConnectionWritingTests()
    {
        (_peer, TransportConnection ours) = MemoryTransport.CreatePair();
        _client = new CommandClient(ours);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _client.DisposeAsync();
    }

    private CommandConnection Connection => _client.Connection;

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("žluťoučký kůň, 馬, 🐎")]
    public async Task A_line_is_its_text_in_UTF8_and_a_line_feed(string text)
    {
        await Connection.WriteLineAsync(text, Until.Deadline);
        await Connection.FlushAsync(Until.Deadline);

        Assert.Equal(text + "\n", await _peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_text_with_a_line_feed_is_no_line_and_nothing_is_written()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Connection.WriteLineAsync("a\nb", Until.Deadline));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Connection.WriteLineAsync(null!, Until.Deadline));

        Assert.Equal(0, Connection.Output.UnflushedBytes);
        await Connection.WriteLineAsync("after", Until.Deadline);
        await Connection.FlushAsync(Until.Deadline);
        Assert.Equal("after\n", await _peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_command_whose_text_is_no_line_leaves_no_half_of_it_behind()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _client.SendTextAsync("A", "b\nc", Until.Deadline).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => _client.SendTextAsync("A\nB", "c", Until.Deadline).AsTask());

        await _client.SendTextAsync("D", "e", Until.Deadline);

        Assert.Equal("D\ne\n", await _peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_command_whose_gob_has_no_form_leaves_no_half_of_it_behind()
    {
        await Assert.ThrowsAsync<GobException>(() => _client.SendAsync<string[]>("A", [null!], Until.Deadline).AsTask());
        await Assert.ThrowsAsync<GobException>(
            () => _client.SendAsync("A", new byte[2 << 20], Until.Deadline).AsTask());

        await _client.SendAsync("D", Until.Deadline);

        Assert.Equal("D\n", await _peer.ReadTextAsync());
    }

    [Fact]
    public async Task Each_gob_is_by_a_new_encoder()
    {
        await Connection.WriteGobAsync(new Point(1, 2), Until.Deadline);
        await Connection.WriteGobAsync(new Point(1, 2), Until.Deadline);
        await Connection.CompleteOutputAsync();

        var all = new MemoryStream();
        await _peer.Input.CopyToAsync(all, Until.Deadline);
        byte[] one = GobSerializer.Serialize(new Point(1, 2));
        Assert.Equal((byte[])[.. one, .. one], all.ToArray());
    }

    [Fact]
    public async Task What_is_written_gathers_up_to_64_KiB()
    {
        string text = new('x', 9_999);
        for (int i = 0; i < 6; i++)
            await Connection.WriteLineAsync(text, Until.Deadline);
        Assert.Equal(60_000, Connection.Output.UnflushedBytes);

        ValueTask seventh = Connection.WriteLineAsync(text, Until.Deadline);

        Assert.Equal(0, Connection.Output.UnflushedBytes);
        _ = _peer.ReadToEndAsync();
        await seventh;
    }

    [Fact]
    public async Task After_the_output_is_complete_the_peer_sees_its_end_and_can_still_answer()
    {
        await Connection.WriteLineAsync("last", Until.Deadline);
        await Connection.CompleteOutputAsync();

        Assert.Equal("last\n", await _peer.ReadToEndAsync());
        await _peer.SendAsync("answer\n");
        Assert.Equal("answer", await Connection.ReadLineAsync(Until.Deadline));
    }

    [Fact]
    public async Task A_flush_onto_a_lost_connection_says_so()
    {
        _peer.Abort("the test resets");
        await Until.TrueAsync(() => Connection.Aborted.IsCancellationRequested, "the reset was seen");
        await Connection.WriteLineAsync("x", Until.Deadline);

        CommandException ofFlush = await Assert.ThrowsAsync<CommandException>(async () => await Connection.FlushAsync(Until.Deadline));
        CommandException ofCompletion = await Assert.ThrowsAsync<CommandException>(async () => await Connection.CompleteOutputAsync());

        Assert.Equal("writing: the connection is lost: connection reset by peer", ofFlush.Message);
        Assert.Equal(CommandErrorKind.ConnectionLost, ofFlush.Kind);
        Assert.Equal(CommandErrorKind.ConnectionLost, ofCompletion.Kind);
    }
}
