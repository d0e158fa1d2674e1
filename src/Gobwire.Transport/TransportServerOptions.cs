namespace Gobwire.Transport;

/// <summary>How many connections a server holds, and how it ends them.</summary>
public sealed record TransportServerOptions
{
    /// <summary>How many connections are held at a time; further ones are closed at once. Default 1,024.</summary>
    public int MaxConnections { get; init; } = 1_024;

    /// <summary>How many connections one IPv4 address, or one /64 of IPv6 addresses, may hold at a time; further ones are closed at once. Default 64.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 64;

    /// <summary>How long connections may take to end when the server stops; then they are aborted. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How connections are secured; null for plain ones.</summary>
    public TlsServerOptions? Tls { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
