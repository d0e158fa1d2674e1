using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>What a reader sees of a connection's end: closed here, or lost.</summary>
public sealed class DeadlinePipeReaderEndTests
{
    private readonly TransportConnection _connection;
    private readonly TransportConnection _peer;

    public DeadlinePipeReaderEndTests() => (_connection, _peer) = MemoryTransport.CreatePair();

    [Fact]
    public async Task Input_at_hand_is_no_longer_read_once_the_connection_is_closed()
    {
        await _peer.SendAsync("one,two");
        ReadResult first = await _connection.Input.ReadAsync(Until.Deadline);
        _connection.Input.AdvanceTo(first.Buffer.GetPosition(4));

        await _connection.DisposeAsync();

        Assert.Throws<IOException>(() => _connection.Input.TryRead(out _));
    }

    [Fact]
    public async Task A_close_wakes_a_waiting_read()
    {
        Task<ReadResult> read = await _connection.BeginWaitingReadAsync();

        await _connection.DisposeAsync();

        IOException error = await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Until.Deadline));
        Assert.Equal("the connection is closed", error.Message);
        Assert.False(_connection.Aborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Bytes_being_looked_at_stay_as_they_are_when_the_connection_is_closed_elsewhere()
    {
        await using Loopback loopback = await Loopback.OpenAsync();
        byte[] sent = [.. Enumerable.Repeat((byte)'x', 4_000)];
        await loopback.Peer.SendAsync(sent, Until.Deadline);
        ReadResult result = await loopback.Connection.Input.ReadAsync(Until.Deadline);

        await loopback.Connection.DisposeAsync();
        var rented = new List<byte[]>();
        for (int i = 0; i < 64; i++)
        {
            byte[] other = ArrayPool<byte>.Shared.Rent(4_096);
            Array.Fill(other, (byte)'o');
            rented.Add(other);
        }

        Assert.Equal(sent[..(int)result.Buffer.Length], result.Buffer.ToArray());
        loopback.Connection.Input.AdvanceTo(result.Buffer.End);
        await Assert.ThrowsAsync<IOException>(() => loopback.Connection.Input.ReadAsync(Until.Deadline).AsTask());
        rented.ForEach(r => ArrayPool<byte>.Shared.Return(r));
    }

    [Fact]
    public async Task A_foreign_pipes_failure_is_the_connections_loss()
    {
        var input = new Pipe();
        var connection = MemoryTransport.FromPipe(new DuplexPipe(input.Reader, new Pipe().Writer));
        await input.Writer.CompleteAsync(new InvalidDataException("bad record"));

        IOException error = await Assert.ThrowsAsync<IOException>(() => connection.ReadTextAsync());

        Assert.Equal("the connection is lost: bad record", error.Message);
        await Until.FiredAsync(connection.Aborted);
    }

    [Fact]
    public async Task A_foreign_pipes_own_cancellation_is_the_connections_loss()
    {
        // Kestrel's ConnectionAbortedException is an OperationCanceledException.
        var input = new Pipe();
        var connection = MemoryTransport.FromPipe(new DuplexPipe(input.Reader, new Pipe().Writer));
        Task<ReadResult> read = await connection.BeginWaitingReadAsync();
        await input.Writer.CompleteAsync(new OperationCanceledException("aborted by the transport"));

        IOException error = await Assert.ThrowsAsync<IOException>(() => read);

        Assert.Equal("the connection is lost: aborted by the transport", error.Message);
    }
}
