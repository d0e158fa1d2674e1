using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;

namespace Gobwire.Transport.Tests;

/// <summary>Waits that take a small message along, as a pipe reader makes them: a read of zero bytes, then one of some.</summary>
public sealed class LookaheadStreamTests : IAsyncLifetime
{
    private SocketPair _sockets = null!;
    private LookaheadStream _stream = null!;

    public async ValueTask InitializeAsync()
    {
        _sockets = await SocketPair.ConnectAsync();
        _stream = new LookaheadStream(_sockets.Near);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _sockets.Dispose();
    }

    [Fact]
    public async Task After_a_small_message_the_next_is_taken_along_by_the_wait()
    {
        await ExchangeAsync("small");
        Assert.False(_stream.HasInput);

        await SendAsync("next");
        await WaitAsync();

        Assert.True(_stream.HasInput);
        Assert.Equal(0, _sockets.Near.Available);
        Assert.Equal("next", await ReadAsync(100));
        Assert.False(_stream.HasInput);
    }

    [Fact]
    public async Task A_wait_after_a_large_message_holds_nothing()
    {
        await ExchangeAsync(new string('x', 257));

        await SendAsync("next");
        await WaitAsync();

        Assert.False(_stream.HasInput);
        Assert.Equal(4, _sockets.Near.Available);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5000)]
    public async Task A_message_of_any_length_behind_a_small_one_is_read_at_once_and_whole(int length)
    {
        await ExchangeAsync("small");
        string message = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));

        await SendAsync(message);
        await WaitAsync();

        Assert.Equal(message, await ReadAsync(10_000));
    }

    [Fact]
    public async Task What_was_taken_along_is_read_in_pieces_as_small_as_asked_for()
    {
        await ExchangeAsync("small");
        await SendAsync("pieces");
        await WaitAsync();

        Assert.Equal("pie", await ReadAsync(3));
        await WaitAsync();
        Assert.Equal("ce", await ReadAsync(2));
        Assert.Equal("s", await ReadAsync(2));
    }

    [Fact]
    public async Task The_end_of_the_input_is_seen_by_each_read_after_the_wait_that_met_it()
    {
        await ExchangeAsync("small");
        _sockets.Peer.Shutdown(SocketShutdown.Send);
        await WaitAsync();

        Assert.True(_stream.HasInput);
        Assert.Equal("", await ReadAsync(10));
        await WaitAsync();
        Assert.Equal("", await ReadAsync(10));
    }

    [Fact]
    public async Task A_wait_that_is_canceled_loses_nothing()
    {
        await ExchangeAsync("small");
        using var cancellation = new CancellationTokenSource();
        ValueTask<int> wait = _stream.ReadAsync(Memory<byte>.Empty, cancellation.Token);
        Assert.False(wait.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await wait);

        await ExchangeAsync("next");
    }

    [Fact]
    public async Task What_was_taken_along_is_there_for_a_read_that_is_canceled_already()
    {
        await ExchangeAsync("small");
        await SendAsync("next");
        await WaitAsync();

        byte[] buffer = new byte[10];
        Assert.Equal(4, await _stream.ReadAsync(buffer, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_reset_is_an_error_of_the_wait()
    {
        await ExchangeAsync("small");
        _sockets.Peer.LingerState = new LingerOption(true, 0);
        _sockets.Peer.Dispose();

        await Assert.ThrowsAsync<IOException>(WaitAsync);
    }

    private async Task ExchangeAsync(string message)
    {
        await SendAsync(message);
        await WaitAsync();
        Assert.Equal(message, await ReadAsync(10_000));
    }

    private async Task SendAsync(string message) => await _sockets.Peer.SendAsync(Encoding.UTF8.GetBytes(message), Until.Deadline);

    private async Task WaitAsync() => Assert.Equal(0, await _stream.ReadAsync(Memory<byte>.Empty, Until.Deadline));

    private async Task<string> ReadAsync(int length)
    {
        byte[] buffer = new byte[length];
        return Encoding.UTF8.GetString(buffer, 0, await _stream.ReadAsync(buffer, Until.Deadline));
    }
}
