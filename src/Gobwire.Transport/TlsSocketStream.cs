using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>
/// A socket's stream for TLS alone: what else a peer speaks is told by its first byte, before TLS waits for what would make it a record.
/// </summary>
internal sealed class TlsSocketStream(Socket socket) : SocketStream(socket)
{
    private bool _hasBegun;

    /// <inheritdoc/>
    /// <exception cref="IOException">What comes is no TLS.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasBegun || buffer.IsEmpty ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0)
            TlsRecord.ThrowIfNone(buffer.Span[0]);
        _hasBegun = true;
        return count;
    }
}
