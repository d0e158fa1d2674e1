using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Peers that are slow, sloppy, half gone or hostile: one table, over every transport.</summary>
public sealed class RudeExchangeTests
{
    private static readonly byte[] PointGob = GobSerializer.Serialize(new Point(3, 4));

    public static TheoryData<TransportKind> Kinds => [.. Enum.GetValues<TransportKind>()];

    /// <summary>Transport, what is sent, what is answered, and the one log line there is to be; none for none.</summary>
    public static TheoryData<TransportKind, string, string, string?> Exchanges
    {
        get
        {
            var table = new TheoryData<TransportKind, string, string, string?>();
            foreach (TransportKind kind in Enum.GetValues<TransportKind>())
            {
                table.Add(kind, "", "", null);
                table.Add(kind, "ECHO\nhello\n", "hello\n", null);
                table.Add(kind, "ECHO\r\nhello\r\n", "hello\n", null);
                table.Add(kind, " \tECHO \r\nhello \n", "hello \n", null);
                table.Add(kind, "ECHO\n\nECHO\n\r\n", "\n\n", null);
                table.Add(kind, "ECHO\nžluťoučký kůň\n", "žluťoučký kůň\n", null);
                table.Add(kind, "ECHO\nfirst\nECHO\nsecond\nECHO\nthird\n", "first\nsecond\nthird\n", null);
                table.Add(kind, "ECHO\nhello\nECH", "hello\n", "the input ended 3 bytes into a command name");
                table.Add(kind, "ECHO", "", "the input ended 4 bytes into a command name");
                table.Add(kind, "ECHO\nhello", "", "ECHO: reading a line: the input ended before its line feed: closing the connection");
                table.Add(kind, "ECHO\n", "", "ECHO: reading a line: the input ended before its line feed: closing the connection");
                table.Add(kind, "\n", "", "unknown command \"\": closing the connection");
                table.Add(kind, "ECHO\nhello\n \r\nECHO\nlost\n", "hello\n", "unknown command \"\": closing the connection");
                table.Add(kind, "echo\nhello\n", "", "unknown command \"echo\": closing the connection");
                table.Add(kind, "NO\0PE\u001b[2J\n", "", "unknown command \"NO\\u0000PE\\u001b[2J\": closing the connection");
                table.Add(kind, "ECHO\nhello\nNOPE\nECHO\nlost\n", "hello\n", "unknown command \"NOPE\": closing the connection");
                table.Add(kind, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "", "unknown command \"GET / HTTP/1.1\": closing the connection");
                table.Add(kind, "SUM\n", "", "SUM: reading a gob: the stream ended before the value: closing the connection");
                table.Add(kind, "SUM\nthis is no gob\n", "", "SUM: reading a gob: ");
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task Sent_in_one_piece_and_half_closed(TransportKind kind, string sent, string answered, string? reason)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync(kind);

        await peer.SendAsync(sent);
        await peer.CompleteOutputAsync();

        Assert.Equal(answered, await peer.ReadToEndAsync());
        await AssertReasonAsync(served, peer, reason);
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task Split_at_every_byte(TransportKind kind, string sent, string answered, string? reason)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync(kind);
        try
        {
            foreach (byte b in Encoding.UTF8.GetBytes(sent))
            {
                peer.Output.Write((ReadOnlySpan<byte>)[b]);
                await peer.Output.FlushAsync(Until.Deadline);
            }

            await peer.CompleteOutputAsync();
        }
        catch (IOException) when (reason is not null)
        {
            // What is sent after the end may find nobody.
        }

        if (!peer.IsAborted)
            Assert.Equal(answered, await peer.ReadToEndAsync());
        await AssertReasonAsync(served, peer, reason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_gob_split_at_every_byte(TransportKind kind)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync(kind);
        foreach (byte b in (byte[])[.. "SUM\r\n"u8, .. PointGob, .. "ECHO\n"u8, .. "after\n"u8])
        {
            peer.Output.Write((ReadOnlySpan<byte>)[b]);
            await peer.Output.FlushAsync(Until.Deadline);
        }

        await peer.CompleteOutputAsync();

        byte[] sum = GobSerializer.Serialize(7L);
        Assert.Equal(Encoding.Latin1.GetString(sum) + "after\n", await ReadLatinAsync(peer));
        Assert.Empty(served.Reasons);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Names_that_are_not_UTF8(TransportKind kind)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync(kind);

        peer.Output.Write((byte[])[0xff, 0xfe, 0x00, 0xc3, 0x28, (byte)'\n']);
        await peer.Output.FlushAsync(Until.Deadline);

        Assert.Equal("", await peer.ReadToEndAsync());
        await AssertReasonAsync(served, peer, "unknown command \"\uFFFD\uFFFD\\u0000\uFFFD(\": closing the connection");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_thousand_commands_in_one_write_and_half_closed(TransportKind kind)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection peer = await served.ConnectAsync(kind);
        string sent = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"ECHO\nnumber {i}\n"));
        Task<string> reading = peer.ReadToEndAsync();

        await peer.SendAsync(sent);
        await peer.CompleteOutputAsync();

        Assert.Equal(string.Concat(Enumerable.Range(0, 1_000).Select(i => $"number {i}\n")), await reading);
        Assert.Empty(served.Reasons);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_reset_in_the_middle_of_a_command_is_logged_and_the_others_go_on(TransportKind kind)
    {
        await using ServedEndpoint served = Create();
        await using TransportConnection other = await served.ConnectAsync(kind);
        TransportConnection peer = await served.ConnectAsync(kind);
        await peer.SendAsync("ECHO\nfirst\nECHO\nhal");
        Assert.Equal("first\n", await peer.ReadTextAsync());

        peer.Abort("the test resets");
        await peer.DisposeAsync();

        // A Unix socket knows no reset: its peer sees an end.
        await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");
        Assert.StartsWith(
            kind == TransportKind.Unix ? "ECHO: reading a line: the input ended" : "ECHO: reading a line: the connection is lost: ",
            ReasonOf(served.Reasons[0].Message),
            StringComparison.Ordinal);
        await other.SendAsync("ECHO\nstill here\n");
        Assert.Equal("still here\n", await other.ReadTextAsync());
        Assert.Single(served.Reasons);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_half_close_while_a_handler_works_leaves_it_its_time(TransportKind kind)
    {
        var time = new FakeTimeProvider();
        await using ServedEndpoint served = Create(time);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool wasCanceled = true;
        served.Endpoint.Map("SLOW", async (connection, token) =>
        {
            ReadResult end = await connection.Input.ReadAsync(token);
            connection.Input.AdvanceTo(end.Buffer.End);
            Assert.True(end.IsCompleted && end.Buffer.IsEmpty);
            begun.SetResult();
            await release.Task;
            wasCanceled = token.IsCancellationRequested;
            await connection.WriteLineAsync("done", CancellationToken.None);
        });
        await using TransportConnection peer = await served.ConnectAsync(kind);
        await peer.SendAsync("SLOW\n");
        await peer.CompleteOutputAsync();
        await begun.Task.WaitAsync(Until.Deadline);
        // The handler's watch looks, more than once.
        for (int i = 0; i < 4; i++)
            time.Advance(TimeSpan.FromSeconds(1));

        release.SetResult();

        Assert.Equal("done\n", await peer.ReadToEndAsync());
        Assert.False(wasCanceled);
        Assert.Empty(served.Reasons);
    }

    private static ServedEndpoint Create(TimeProvider? time = null)
    {
        // A peer that is slow to send the rest is to find the connection lingering, and no reset.
        var served = new ServedEndpoint(
            new CommandEndpointOptions
            {
                MaxConnectionsPerAddress = int.MaxValue,
                LingerTimeout = TimeSpan.FromMinutes(2),
                TimeProvider = time ?? TimeProvider.System,
            });
        served.Endpoint.MapText("ECHO", text => text);
        served.Endpoint.Map<Point, long>("SUM", point => point.X + point.Y);
        return served;
    }

    private static async Task AssertReasonAsync(ServedEndpoint served, TransportConnection peer, string? reason)
    {
        if (reason is not null)
            await Until.TrueAsync(() => served.Reasons.Count > 0, "a reason was logged");
        await peer.DisposeAsync();
        await served.StopAsync();
        if (reason is null)
            Assert.Empty(served.Reasons);
        else
            Assert.StartsWith(reason, ReasonOf(Assert.Single(served.Reasons).Message), StringComparison.Ordinal);
    }

    /// <summary>The line without the peer's name, which stands in every one.</summary>
    private static string ReasonOf(string message)
    {
        int peer = message.StartsWith("(memory)", StringComparison.Ordinal) || message.StartsWith("unix", StringComparison.Ordinal)
            ? message.IndexOf(": ", StringComparison.Ordinal)
            : message.IndexOf(": ", message.IndexOf("127.0.0.1:", StringComparison.Ordinal) + 10, StringComparison.Ordinal);
        Assert.True(peer > 0, $"no peer in {message}");
        return message[(peer + 2)..];
    }

    private static async Task<string> ReadLatinAsync(TransportConnection peer)
    {
        var all = new MemoryStream();
        await peer.Input.CopyToAsync(all, Until.Deadline);
        return Encoding.Latin1.GetString(all.ToArray());
    }
}
