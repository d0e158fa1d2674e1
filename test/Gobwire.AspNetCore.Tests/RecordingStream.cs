using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gobwire.AspNetCore.Tests;

/// <summary>A socket's stream under TLS that tells what the last record was that came by it.</summary>
internal sealed class RecordingStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
{
    private readonly MemoryStream _received = new();

    /// <summary>The type of the last record (RFC 5246, 6.2.1).</summary>
    public byte LastRecordType
    {
        get
        {
            ReadOnlySpan<byte> rest = _received.GetBuffer().AsSpan(0, (int)_received.Length);
            byte type = 0;
            while (rest.Length > 5)
            {
                type = rest[0];
                rest = rest[(5 + BinaryPrimitives.ReadUInt16BigEndian(rest[3..]))..];
            }

            return type;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await base.ReadAsync(buffer, cancellationToken);
        _received.Write(buffer.Span[..count]);
        return count;
    }
}
