using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands.Tests;

public sealed class CommandSessionTests
{
    [Fact]
    public async Task Replies_to_commands_that_came_in_one_piece_leave_in_few()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        var pipe = new CountingPipe();
        await pipe.Peer.WriteAsync(Commands(1_000), Until.Deadline);
        await pipe.Peer.CompleteAsync();

        await served.Endpoint.ServeAsync(pipe, CancellationToken.None).WaitAsync(Until.Deadline);

        Assert.Equal(Replies(1_000), await ReadToEndAsync(pipe.Replies));
        Assert.Equal(1, pipe.Flushes);
    }

    [Fact]
    public async Task Many_bytes_of_replies_are_flushed_before_their_end()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("BIG", _ => new string('x', 9_999));
        var pipe = new CountingPipe();
        await pipe.Peer.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("BIG\n\n", 100))), Until.Deadline);
        await pipe.Peer.CompleteAsync();

        await served.Endpoint.ServeAsync(pipe, CancellationToken.None).WaitAsync(Until.Deadline);

        Assert.Equal(1_000_000, (await ReadToEndAsync(pipe.Replies)).Length);
        Assert.InRange(pipe.Flushes, 10, 20);
    }

    [Fact]
    public async Task A_handlers_own_flush_is_one()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map("NOW", async (connection, token) =>
        {
            await connection.WriteLineAsync(await connection.ReadLineAsync(token), token);
            await connection.FlushAsync(token);
        });
        var pipe = new CountingPipe();
        await pipe.Peer.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("NOW\nx\n", 50))), Until.Deadline);
        await pipe.Peer.CompleteAsync();

        await served.Endpoint.ServeAsync(pipe, CancellationToken.None).WaitAsync(Until.Deadline);

        Assert.Equal(50, pipe.Flushes);
    }

    [Fact]
    public async Task A_reply_is_flushed_before_the_next_name_is_waited_for_even_if_part_of_it_is_at_hand()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nhello\nECH");

        Assert.Equal("hello\n", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task An_unknown_command_closes_its_connection_and_disturbs_no_other()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        await using TransportConnection good = await served.ConnectAsync(TransportKind.Tcp);
        await using TransportConnection bad = await served.ConnectAsync(TransportKind.Tcp);

        await bad.SendAsync("NOPE\n");

        Assert.Equal("", await bad.ReadToEndAsync());
        await good.SendAsync("ECHO\nhello\n");
        Assert.Equal("hello\n", await good.ReadTextAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal($"{bad.LocalEndPoint}: unknown command \"NOPE\": closing the connection", line.Message);
        Assert.Equal(LogLevel.Warning, line.Level);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_fails_closes_its_connection_after_what_was_written(bool later)
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map("FAIL", async (connection, token) =>
        {
            if (later)
                await Task.Yield();
            connection.Output.Write("half a rep"u8);
            throw new NotSupportedException("as asked");
        });
        await using TransportConnection other = await served.ConnectAsync();
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("ECHO\nwhole\nFAIL\nECHO\nlost\n");

        Assert.Equal("whole\nhalf a rep", await peer.ReadToEndAsync());
        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal("(memory): the handler of FAIL failed: closing the connection", line.Message);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.IsType<NotSupportedException>(line.Exception);
        await other.SendAsync("ECHO\nstill here\n");
        Assert.Equal("still here\n", await other.ReadTextAsync());
    }

    [Fact]
    public async Task A_handler_that_throws_before_its_first_await_is_no_different()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map("FAIL", (_, _) => throw new NotSupportedException("as asked"));
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("FAIL\n");

        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.Equal("HandlerFailed", Assert.Single(served.Reasons).Event);
    }

    [Theory]
    [InlineData(TransportKind.Memory)]
    [InlineData(TransportKind.Tcp)]
    [InlineData(TransportKind.Tls)]
    public async Task A_handlers_token_fires_when_the_connection_is_lost(TransportKind kind)
    {
        await using var served = new ServedEndpoint();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        served.Endpoint.Map("HANG", async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        TransportConnection peer = await served.ConnectAsync(kind);
        await peer.SendAsync("HANG\nunread input\n");
        await begun.Task.WaitAsync(Until.Deadline);

        peer.Abort("the test resets");

        LogLine line = await served.Logger.WaitForAsync("ConnectionLost");
        Assert.EndsWith("connection lost: connection reset by peer", line.Message, StringComparison.Ordinal);
        Assert.Single(served.Reasons);
    }

    [Fact]
    public async Task What_a_peer_calls_its_types_cannot_forge_log_lines()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map<Point>("TAKE", _ => { });
        await using TransportConnection peer = await served.ConnectAsync();
        peer.Output.Write("TAKE\n"u8);
        peer.Output.Write(GobSerializer.Serialize(new Evil("z")));
        await peer.Output.FlushAsync(Until.Deadline);

        Assert.Equal("", await peer.ReadToEndAsync());

        LogLine line = Assert.Single(served.Reasons);
        Assert.Equal("CommandRefused", line.Event);
        Assert.DoesNotContain(line.Message, char.IsControl);
    }

    [Theory]
    [InlineData("LINE\nsecret secret secret\n", "it is longer than 16 bytes")]
    [InlineData("LINE\nsecret", "the input ended before its line feed")]
    [InlineData("LINE\nsecret\nLI", "the input ended 2 bytes into a command name")]
    public async Task Nothing_of_a_line_is_in_the_log(string sent, string reason)
    {
        await using ServedEndpoint served = CreateSecretive();
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync(sent);
        await peer.CompleteOutputAsync();

        await served.EndAsync();
        Assert.Contains(served.Reasons, l => l.Message.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain(served.Logger.Lines, l => l.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_of_a_gob_is_in_the_log()
    {
        await using ServedEndpoint served = CreateSecretive();
        byte[] tooLarge = GobSerializer.Serialize(new Dictionary<string, long> { ["secret"] = 300 });
        byte[] another = GobSerializer.Serialize("secret");
        byte[][] gobs = [tooLarge, another, another[..^1], tooLarge[..^2], [3, 4, 0, .. "secret"u8]];
        foreach (byte[] gob in gobs)
        {
            await using TransportConnection peer = await served.ConnectAsync();
            peer.Output.Write((byte[])[.. "GOB\n"u8, .. gob]);
            await peer.Output.FlushAsync(Until.Deadline);
            await peer.CompleteOutputAsync();
            Assert.Equal("", await peer.ReadToEndAsync());
        }

        await served.EndAsync();
        Assert.Equal(gobs.Length, served.Reasons.Count);
        Assert.DoesNotContain(served.Logger.Lines, l => l.Message.Contains("secret", StringComparison.Ordinal) || l.Message.Contains("300", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_may_read_and_write_bytes_as_it_likes()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map("RAW", async (connection, token) =>
        {
            ReadResult result = await connection.Input.ReadAtLeastAsync(5, token);
            ReadOnlySequence<byte> five = result.Buffer.Slice(0, 5);
            connection.Output.Write(five.ToArray());
            connection.Input.AdvanceTo(five.End);
        });
        await using TransportConnection peer = await served.ConnectAsync();

        await peer.SendAsync("RAW\n\0\n\0\n\0ECHO\nafter\n");
        await peer.CompleteOutputAsync();

        Assert.Equal("\0\n\0\n\0after\n", await peer.ReadToEndAsync());
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_handler_that_completes_its_pipes_ends_its_connection_with_a_reason()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.Map("CLOSE", async (connection, _) =>
        {
            connection.Output.Write("bye\n"u8);
            await connection.Output.FlushAsync(CancellationToken.None);
            await connection.Input.CompleteAsync();
        });
        await using TransportConnection peer = await served.ConnectAsync(TransportKind.Tcp);

        await peer.SendAsync("CLOSE\n");

        Assert.Equal("bye\n", await peer.ReadToEndAsync());
        Assert.EndsWith(
            "the handler of CLOSE failed: closing the connection", (await served.Logger.WaitForAsync("HandlerFailed")).Message, StringComparison.Ordinal);
        await served.StopAsync();
        Assert.Single(served.Reasons);
    }

    private static byte[] Commands(int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => $"ECHO\n{i}\n")));

    private static string Replies(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i}\n"));

    private static async Task<string> ReadToEndAsync(PipeReader reader)
    {
        var all = new MemoryStream();
        await reader.CopyToAsync(all, Until.Deadline);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    private static ServedEndpoint CreateSecretive()
    {
        var served = new ServedEndpoint(new CommandEndpointOptions { MaxLineLength = 16 });
        served.Endpoint.Map("LINE", async (connection, token) => await connection.ReadLineAsync(token));
        served.Endpoint.Map<Dictionary<string, sbyte>>("GOB", _ => { });
        return served;
    }
}
