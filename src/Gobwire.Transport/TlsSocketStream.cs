using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>
/// A socket's stream for TLS alone: what else a peer speaks is told by its first byte, before TLS waits for what would make it a record.
/// </summary>
internal sealed class TlsSocketStream(Socket socket) : SocketStream(socket)
{
    // The types of TLS records, from change_cipher_spec to application_data (RFC 8446, 5.1).
    private const byte FirstType = 20;
    private const byte LastType = 23;

    private bool _hasBegun;

    /// <inheritdoc/>
    /// <exception cref="IOException">What comes is no TLS.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _hasBegun || buffer.IsEmpty ? base.ReadAsync(buffer, cancellationToken) : ReadFirstAsync(buffer, cancellationToken);

    private async ValueTask<int> ReadFirstAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0 && (buffer.Span[0] is < FirstType or > LastType))
            throw new IOException("what came is no TLS; is the peer speaking plain text?");
        _hasBegun = true;
        return count;
    }
}
