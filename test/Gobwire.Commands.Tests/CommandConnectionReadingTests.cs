using System.Buffers;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

public sealed class CommandConnectionReadingTests
{
    private readonly TransportConnection _peer;
    private readonly CommandConnection _connection;

    public CommandConnectionReadingTests()
    {
        (_peer, TransportConnection ours) = MemoryTransport.CreatePair();
        _connection = new CommandClient(ours).Connection;
    }

    [Fact]
    public async Task Lines_and_gobs_follow_each_other_in_one_piece()
    {
        _peer.Output.Write((byte[])[.. "first\r\n"u8, .. GobSerializer.Serialize(new Point(1, 2)), .. "sec\xFF"u8[..3], 0xff, (byte)'\n', .. GobSerializer.Serialize(7L)]);
        await _peer.Output.FlushAsync(Until.Deadline);

        Assert.Equal("first", await _connection.ReadLineAsync(Until.Deadline));
        Assert.Equal(new Point(1, 2), await _connection.ReadGobAsync<Point>(Until.Deadline));
        Assert.Equal((byte[])[.. "sec"u8, 0xff], await _connection.ReadLineBytesAsync(Until.Deadline));
        Assert.Equal("7", (await _connection.ReadGobAsync(Until.Deadline)).ToJson());
    }

    [Fact]
    public async Task A_gob_is_written_as_the_beginning_of_its_JSON_or_skipped_and_what_follows_is_read()
    {
        for (int i = 0; i < 3; i++)
            GobSerializer.Serialize(_peer.Output, new Point(1, 2));
        _peer.Output.Write("line\n"u8);
        await _peer.CompleteOutputAsync();
        var whole = new ArrayBufferWriter<byte>();
        var cut = new ArrayBufferWriter<byte>();

        await _connection.ReadGobJsonAsync(whole, 100, Until.Deadline);
        await _connection.ReadGobJsonAsync(cut, 4, Until.Deadline);
        await _connection.SkipGobAsync(Until.Deadline);

        Assert.Equal(("""{"X":1,"Y":2}""", "{\"X\"…"), (Encoding.UTF8.GetString(whole.WrittenSpan), Encoding.UTF8.GetString(cut.WrittenSpan)));
        Assert.Equal("line", await _connection.ReadLineAsync(Until.Deadline));
    }

    [Fact]
    public async Task A_gob_that_is_skipped_is_checked()
    {
        byte[] gob = GobSerializer.Serialize(new Point(1, 2));
        gob[^1] = 0x7f;
        await _peer.Output.WriteAsync(gob, Until.Deadline);
        await Assert.ThrowsAsync<GobException>(async () => await _connection.SkipGobAsync(Until.Deadline));
    }

    [Fact]
    public async Task Gobs_of_a_new_encoder_each_are_read()
    {
        for (int i = 0; i < 100; i++)
            GobSerializer.Serialize(_peer.Output, new Point(i, -i));
        await _peer.CompleteOutputAsync();

        for (int i = 0; i < 100; i++)
            Assert.Equal(new Point(i, -i), await _connection.ReadGobAsync<Point>(Until.Deadline));
    }

    [Fact]
    public async Task Gobs_of_one_encoder_kept_are_read_with_lines_between()
    {
        var encoder = new GobEncoder(_peer.Output);
        for (int i = 0; i < 100; i++)
        {
            _peer.Write("line\n");
            encoder.Encode(new Point(i, -i));
        }

        await _peer.CompleteOutputAsync();

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal("line", await _connection.ReadLineAsync(Until.Deadline));
            Assert.Equal(new Point(i, -i), await _connection.ReadGobAsync<Point>(Until.Deadline));
        }
    }

    [Fact]
    public async Task Types_and_encoders_may_alternate_on_one_connection()
    {
        var kept = new GobEncoder(_peer.Output);
        for (int i = 0; i < 20; i++)
        {
            kept.Encode(new Point(i, i));
            kept.Encode(new Person($"{i}"));
        }

        for (int i = 0; i < 20; i++)
        {
            GobSerializer.Serialize(_peer.Output, new Person($"{i}"));
            GobSerializer.Serialize(_peer.Output, new Point(i, i));
            GobSerializer.Serialize(_peer.Output, $"text {i}");
        }

        await _peer.CompleteOutputAsync();

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(new Point(i, i), await _connection.ReadGobAsync<Point>(Until.Deadline));
            Assert.Equal(new Person($"{i}"), await _connection.ReadGobAsync<Person>(Until.Deadline));
        }

        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(new Person($"{i}"), await _connection.ReadGobAsync<Person>(Until.Deadline));
            Assert.Equal(new Point(i, i), await _connection.ReadGobAsync<Point>(Until.Deadline));
            Assert.Equal($"text {i}", await _connection.ReadGobAsync<string>(Until.Deadline));
        }
    }

    [Fact]
    public async Task After_a_gob_of_another_type_the_next_is_read()
    {
        GobSerializer.Serialize(_peer.Output, "text");
        GobSerializer.Serialize(_peer.Output, new Point(1, 2));
        await _peer.Output.FlushAsync(Until.Deadline);

        GobException error = await Assert.ThrowsAsync<GobException>(() => _connection.ReadGobAsync<Point>(Until.Deadline).AsTask());

        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
        Assert.Equal(new Point(1, 2), await _connection.ReadGobAsync<Point>(Until.Deadline));
    }

    [Fact]
    public async Task A_gob_that_the_input_ends_before_or_in_is_truncated()
    {
        _peer.Output.Write(GobSerializer.Serialize(new Point(1, 2)).AsSpan(0, 20));
        await _peer.CompleteOutputAsync();

        CommandException inside = await Assert.ThrowsAsync<CommandException>(() => _connection.ReadGobAsync<Point>(Until.Deadline).AsTask());

        Assert.Equal(CommandErrorKind.Truncated, inside.Kind);
        Assert.Equal("reading a gob: the input ends in the middle of a message or of a value", inside.Message);
        Assert.IsType<GobException>(inside.InnerException);
    }

    [Fact]
    public async Task A_line_that_the_input_ends_in_is_truncated()
    {
        await _peer.SendAsync("half");
        await _peer.CompleteOutputAsync();

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => _connection.ReadLineAsync(Until.Deadline).AsTask());

        Assert.Equal(CommandErrorKind.Truncated, error.Kind);
        Assert.Equal("reading a line: the input ended before its line feed", error.Message);
    }

    [Fact]
    public async Task A_reset_is_a_lost_connection_even_where_a_line_is_looked_for_at_hand()
    {
        _peer.Abort("the test resets");
        await Until.TrueAsync(() => _connection.Aborted.IsCancellationRequested, "the reset was seen");

        CommandException ofLine = await Assert.ThrowsAsync<CommandException>(async () => await _connection.ReadLineAsync(Until.Deadline));
        CommandException ofGob = await Assert.ThrowsAsync<CommandException>(async () => await _connection.ReadGobAsync(Until.Deadline));

        Assert.Equal(CommandErrorKind.ConnectionLost, ofLine.Kind);
        Assert.Equal("reading a line: the connection is lost: connection reset by peer", ofLine.Message);
        Assert.Equal("reading a gob: the connection is lost: connection reset by peer", ofGob.Message);
    }

    [Fact]
    public async Task A_read_given_up_leaves_what_has_come_to_the_next()
    {
        await _peer.SendAsync("ab");
        using var giveUp = new CancellationTokenSource();
        Task<string> reading = _connection.ReadLineAsync(giveUp.Token).AsTask();
        await Until.TrueAsync(() => _connection.Transport.IsReading, "the read waits");
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        await _peer.SendAsync("cd\n");

        Assert.Equal("abcd", await _connection.ReadLineAsync(Until.Deadline));
    }

    [Fact]
    public async Task A_gob_given_up_in_the_middle_is_read_by_the_next()
    {
        byte[] gob = GobSerializer.Serialize(new Point(1, 2));
        _peer.Output.Write(gob.AsSpan(0, 10));
        await _peer.Output.FlushAsync(Until.Deadline);
        using var giveUp = new CancellationTokenSource();
        Task<Point> reading = _connection.ReadGobAsync<Point>(giveUp.Token).AsTask();
        await Until.TrueAsync(() => _connection.Transport.IsReading, "the read waits");
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        _peer.Output.Write(gob.AsSpan(10));
        await _peer.Output.FlushAsync(Until.Deadline);

        Assert.Equal(new Point(1, 2), await _connection.ReadGobAsync<Point>(Until.Deadline));
    }

    [Fact]
    public async Task A_canceled_pending_read_neither_ends_a_line_nor_a_gob()
    {
        Task<string> line = _connection.ReadLineAsync(Until.Deadline).AsTask();
        await Until.TrueAsync(() => _connection.Transport.IsReading, "the read waits");
        _connection.Input.CancelPendingRead();
        await _peer.SendAsync("hello\n");
        Assert.Equal("hello", await line);

        Task<long> gob = _connection.ReadGobAsync<long>(Until.Deadline).AsTask();
        await Until.TrueAsync(() => _connection.Transport.IsReading, "the read waits");
        _connection.Input.CancelPendingRead();
        GobSerializer.Serialize(_peer.Output, 7L);
        await _peer.Output.FlushAsync(Until.Deadline);
        Assert.Equal(7, await gob);
    }

    [Fact]
    public async Task A_long_line_that_comes_in_bytes_is_read_in_no_time()
    {
        // Scanned anew with each byte, a line of 300 KB would be 45 GB of scanning.
        var options = new CommandClientOptions { MaxLineLength = 1 << 20 };
        (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair();
        await using var client = new CommandClient(ours, options);
        CancellationToken deadline = Until.Deadline;
        Task<string> reading = client.Connection.ReadLineAsync(deadline).AsTask();
        for (int i = 0; i < 300_000; i++)
        {
            peer.Output.Write("x"u8);
            await peer.Output.FlushAsync(deadline);
        }

        await peer.SendAsync("\n");

        Assert.Equal(300_000, (await reading).Length);
        await peer.DisposeAsync();
    }
}
