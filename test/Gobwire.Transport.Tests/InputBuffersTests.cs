using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>The buffers of a pipe reader: as large as what has come asks for.</summary>
public sealed class InputBuffersTests : IAsyncLifetime
{
    private SocketPair _sockets = null!;
    private LookaheadStream _stream = null!;
    private InputBuffers _buffers = null!;

    public async ValueTask InitializeAsync()
    {
        _sockets = await SocketPair.ConnectAsync();
        _stream = new LookaheadStream(_sockets.Near);
        _buffers = new InputBuffers(_stream);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _buffers.Dispose();
        _sockets.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LookaheadStream.Capacity - 1)]
    public async Task Where_little_has_come_the_buffer_is_small(int length)
    {
        await ComesAsync(length);

        using IMemoryOwner<byte> buffer = _buffers.Rent(InputBuffers.Large);

        Assert.Equal(InputBuffers.Small, buffer.Memory.Length);
    }

    [Theory]
    [InlineData(LookaheadStream.Capacity)]
    [InlineData(5_000)]
    public async Task Where_more_has_come_than_a_wait_takes_along_the_buffer_is_large(int length)
    {
        await ComesAsync(length);

        using IMemoryOwner<byte> buffer = _buffers.Rent(InputBuffers.Large);

        Assert.Equal(InputBuffers.Large, buffer.Memory.Length);
    }

    [Fact]
    public async Task What_was_taken_along_and_read_makes_no_buffer_small()
    {
        await ComesAsync(10);
        Assert.Equal(10, await _stream.ReadAsync(new byte[10], Until.Deadline));

        using IMemoryOwner<byte> buffer = _buffers.Rent(InputBuffers.Large);

        Assert.Equal(InputBuffers.Large, buffer.Memory.Length);
    }

    [Fact]
    public void Buffers_that_are_rented_together_are_different_ones_also_after_one_was_given_back_twice()
    {
        IMemoryOwner<byte> first = _buffers.Rent();
        IMemoryOwner<byte> second = _buffers.Rent();
        Assert.False(first.Memory.Span == second.Memory.Span);
        first.Dispose();
        first.Dispose();

        using IMemoryOwner<byte> third = _buffers.Rent();
        using IMemoryOwner<byte> fourth = _buffers.Rent();

        Assert.False(third.Memory.Span == fourth.Memory.Span);
        Assert.False(second.Memory.Span == third.Memory.Span);
        Assert.False(second.Memory.Span == fourth.Memory.Span);
        second.Dispose();
    }

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_and_then_all_at_once_is_read_whole()
    {
        string message = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)('a' + (i % 26))));
        PipeReader reader = PipeReader.Create(
            _stream, new StreamPipeReaderOptions(_buffers, InputBuffers.Large, InputBuffers.LeastRoom, leaveOpen: true, useZeroByteReads: true));
        ReadResult result = default;
        for (int sent = 0; sent < 1_000; sent++)
        {
            await _sockets.Peer.SendAsync(Encoding.UTF8.GetBytes(message, sent, 1), Until.Deadline);
            result = await reader.ReadAsync(Until.Deadline);
            Assert.Equal(sent + 1, result.Buffer.Length);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        await _sockets.Peer.SendAsync(Encoding.UTF8.GetBytes(message, 1_000, message.Length - 1_000), Until.Deadline);
        for (result = await reader.ReadAsync(Until.Deadline); result.Buffer.Length < message.Length; result = await reader.ReadAsync(Until.Deadline))
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);

        Assert.Equal(message, Encoding.UTF8.GetString(result.Buffer));
        await reader.CompleteAsync();
    }

    /// <summary>So many bytes come, and a wait takes along what it can.</summary>
    private async Task ComesAsync(int length)
    {
        await _sockets.Peer.SendAsync(new byte[length], Until.Deadline);
        Assert.Equal(0, await _stream.ReadAsync(Memory<byte>.Empty, Until.Deadline));
    }
}
