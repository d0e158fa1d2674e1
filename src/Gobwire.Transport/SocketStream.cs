using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gobwire.Transport;

/// <summary>A socket's stream that counts what the system has taken of its output, in pieces, so that a large write shows how it goes on.</summary>
internal class SocketStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
{
    private const int MaxPiece = 64 << 10;

    private long _written;

    /// <summary>How many bytes the system has taken so far; it may be read on any thread.</summary>
    public long Written => Volatile.Read(ref _written);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length > MaxPiece)
            return WritePiecesAsync(buffer, cancellationToken);
        ValueTask write = base.WriteAsync(buffer, cancellationToken);
        if (!write.IsCompletedSuccessfully)
            return WaitAsync(write, buffer.Length);
        Count(buffer.Length);
        return write;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WritePiecesAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlyMemory<byte> piece = buffer[..Math.Min(buffer.Length, MaxPiece)];
            await base.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            Count(piece.Length);
            buffer = buffer[piece.Length..];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask write, int count)
    {
        await write.ConfigureAwait(false);
        Count(count);
    }

    /// <summary>Writes are one at a time.</summary>
    private void Count(int bytes) => Volatile.Write(ref _written, _written + bytes);
}
