namespace Gobwire.Transport;

/// <summary>The beginning of a TLS record (RFC 8446, 5.1), by which TLS and what else a peer may speak are told apart.</summary>
internal static class TlsRecord
{
    // The types of records, from change_cipher_spec to application_data.
    private const byte FirstType = 20;
    private const byte LastType = 23;

    /// <summary>Looks at the first byte: TLS itself would wait for as many as make a record.</summary>
    /// <exception cref="IOException">It begins no record.</exception>
    public static void ThrowIfNone(byte first)
    {
        if (first is < FirstType or > LastType)
            throw new IOException("what came is no TLS; is the peer speaking plain text?");
    }
}
