using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>
/// A socket's stream for a pipe reader that waits with reads of zero bytes, so as to hold no buffer meanwhile. Where messages are small, such a wait
/// takes the message along: the pipe's read after it costs no system call.
/// </summary>
internal sealed class LookaheadStream(Socket socket) : SocketStream(socket)
{
    /// <summary>What is held while a connection waits; most commands and calls are shorter.</summary>
    public const int Capacity = 256;

    private byte[]? _ahead;
    private int _start;
    private int _end;
    private bool _isEnded;
    private bool _expectsLittle = true; // a first command, or a first byte

    /// <summary>Whether something was taken along that nobody has read.</summary>
    public bool HasInput => _end > _start || _isEnded;

    /// <summary>Whether something was taken along, and it is all that had come.</summary>
    public bool HasLittle => _end > _start && _end < Capacity;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return HasInput ? new(0) : _expectsLittle ? LookAheadAsync(cancellationToken) : base.ReadAsync(buffer, cancellationToken);
        if (_end > _start)
            return new(TakeAlong(buffer.Span));
        if (_isEnded)
            return new(0);
        ValueTask<int> read = base.ReadAsync(buffer, cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return read;
        int count = read.Result;
        _expectsLittle = count <= Capacity;
        return new(count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> LookAheadAsync(CancellationToken cancellationToken)
    {
        // A read that is canceled has taken nothing.
        int count = await base.ReadAsync(_ahead ??= new byte[Capacity], cancellationToken).ConfigureAwait(false);
        (_start, _end) = (0, count);
        _isEnded = count == 0;
        return 0;
    }

    private int TakeAlong(Span<byte> buffer)
    {
        int count = Math.Min(_end - _start, buffer.Length);
        _ahead.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _expectsLittle = _end < Capacity;
        // There was more than expected: what has come by now is one batch, and is to be read as one.
        if (!_expectsLittle && count < buffer.Length && Socket.Available > 0)
            count += Socket.Receive(buffer[count..]);
        return count;
    }
}
