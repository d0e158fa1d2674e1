using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>A connection is reset at each byte of an exchange: nothing half is taken for whole, there is one line of log, and others are served.</summary>
public sealed class ResetAtEachByteTests
{
    private static readonly byte[] TextCommand = "ECHO\nhello\n"u8.ToArray();
    private static readonly byte[] GobCommand = [.. "SUM\n"u8, .. GobSerializer.Serialize(new Point(3, 4))];
    private static readonly byte[] TextReply = "hello\n"u8.ToArray();
    private static readonly byte[] GobReply = GobSerializer.Serialize(7L);

    private readonly ConcurrentQueue<object> _seen = new();

    /// <summary>Transport, and whether the command is one with gobs.</summary>
    public static TheoryData<TransportKind, bool> Exchanges => new()
    {
        { TransportKind.Memory, false },
        { TransportKind.Memory, true },
        { TransportKind.Tcp, false },
        { TransportKind.Tcp, true },
    };

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_client_that_resets_in_its_command_is_logged_once_and_no_half_value_is_handled(TransportKind kind, bool isGob)
    {
        byte[] command = isGob ? GobCommand : TextCommand;
        for (int cut = 0; cut <= command.Length; cut++)
        {
            await using ServedEndpoint served = Create();
            TransportConnection peer = await ConnectAsync(served, kind);
            peer.Output.Write(command.AsSpan(0, cut));
            await peer.Output.FlushAsync(Until.Deadline);

            await ResetAsync(peer);

            // Of a command that is whole the reset may be seen first.
            await AssertHealthyAsync(served, kind, cut);
            Assert.True(cut == command.Length || _seen.IsEmpty, $"handled after {cut} of {command.Length} bytes");
            AssertWhole(isGob);
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_client_that_resets_in_its_reply_is_logged_once_and_was_handled_once(TransportKind kind, bool isGob)
    {
        int length = (isGob ? GobReply : TextReply).Length;
        for (int cut = 0; cut <= length; cut++)
        {
            await using ServedEndpoint served = Create();
            TransportConnection peer = await ConnectAsync(served, kind);
            await peer.Output.WriteAsync(isGob ? GobCommand : TextCommand, Until.Deadline);
            await ReadAsync(peer, cut);
            // The handler has begun, so that the reset falls into what it does next.
            await Until.TrueAsync(() => !_seen.IsEmpty, "the command was handled");

            await ResetAsync(peer);

            await AssertHealthyAsync(served, kind, cut);
            Assert.Single(_seen);
            AssertWhole(isGob);
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_server_that_resets_in_the_command_or_the_reply_is_a_lost_connection_to_the_client(TransportKind kind, bool isGob)
    {
        byte[] command = isGob ? GobCommand : TextCommand;
        byte[] reply = isGob ? GobReply : TextReply;
        for (int cut = 0; cut < command.Length + reply.Length; cut++)
        {
            (TransportConnection ours, TransportConnection server) = await PairAsync(kind);
            await using var client = new CommandClient(ours);
            Task asking = isGob
                ? client.AskAsync<Point, long>("SUM", new Point(3, 4), Until.Deadline).AsTask()
                : client.AskTextAsync("ECHO", "hello", Until.Deadline).AsTask();
            await ReadAsync(server, Math.Min(cut, command.Length));
            await server.Output.WriteAsync(reply.AsMemory(0, Math.Max(0, cut - command.Length)), Until.Deadline);

            await ResetAsync(server);

            CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking.WaitAsync(Until.Deadline));
            Assert.Equal(CommandErrorKind.ConnectionLost, error.Kind);
            Assert.StartsWith(isGob ? "SUM to " : "ECHO to ", error.Message, StringComparison.Ordinal);
        }
    }

    private ServedEndpoint Create()
    {
        _seen.Clear();
        var served = new ServedEndpoint();
        served.Endpoint.MapText("ECHO", text =>
        {
            _seen.Enqueue(text);
            return text;
        });
        served.Endpoint.Map<Point, long>("SUM", point =>
        {
            _seen.Enqueue(point);
            return point.X + point.Y;
        });
        return served;
    }

    /// <summary>Connects, and waits until the endpoint has taken the connection: one that is gone before is none.</summary>
    private static async Task<TransportConnection> ConnectAsync(ServedEndpoint served, TransportKind kind)
    {
        TransportConnection peer = await served.ConnectAsync(kind);
        if (kind == TransportKind.Memory)
            await Until.TrueAsync(() => served.LastServed!.IsReading, "the endpoint waits");
        else
            await served.Logger.WaitForAsync("Connected");
        return peer;
    }

    private void AssertWhole(bool isGob) => Assert.All(_seen, value => Assert.Equal(isGob ? (object)new Point(3, 4) : "hello", value));

    private async Task AssertHealthyAsync(ServedEndpoint served, TransportKind kind, int cut)
    {
        await Until.TrueAsync(() => served.Reasons.Count > 0, $"a reason was logged after {cut} bytes");
        object[] seen = [.. _seen];
        await using (CommandClient other = await served.ConnectClientAsync(kind))
            Assert.Equal("hello", await other.AskTextAsync("ECHO", "hello", Until.Deadline));
        await served.StopAsync();
        Assert.Single(served.Reasons);
        // The other's own is not the one in question.
        _seen.Clear();
        foreach (object value in seen)
            _seen.Enqueue(value);
    }

    private static async Task ResetAsync(TransportConnection connection)
    {
        connection.Abort("the test resets");
        await connection.DisposeAsync();
    }

    private static async Task ReadAsync(TransportConnection connection, int count)
    {
        while (count > 0)
        {
            ReadResult read = await connection.Input.ReadAsync(Until.Deadline);
            Assert.False(read.IsCompleted, Encoding.UTF8.GetString(read.Buffer));
            long taken = Math.Min(count, read.Buffer.Length);
            connection.Input.AdvanceTo(read.Buffer.GetPosition(taken));
            count -= (int)taken;
        }
    }

    private static async Task<(TransportConnection Client, TransportConnection Server)> PairAsync(TransportKind kind)
    {
        if (kind == TransportKind.Memory)
            return MemoryTransport.CreatePair();
        await using var listener = TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        TransportConnection client =
            await TransportDialer.DialAsync(TransportAddress.Parse(listener.LocalEndPoint.ToString()!), null, Until.Deadline);
        return (client, await listener.AcceptAsync(Until.Deadline));
    }
}
