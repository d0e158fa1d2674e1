using System.Diagnostics.Metrics;

namespace Gobwire.Transport;

/// <summary>All that this assembly measures, under the name <c>Gobwire.Transport</c>.</summary>
internal static class Telemetry
{
    public const string MaxConnections = "max_connections";
    public const string MaxConnectionsPerAddress = "max_connections_per_address";
    public const string TlsHandshake = "tls_handshake";
    public const string TlsHandshakeTimeout = "tls_handshake_timeout";

    private static readonly Meter Meter = new("Gobwire.Transport");

    private static readonly Counter<long> RejectedConnections = Meter.CreateCounter<long>(
        "gobwire.server.rejected_connections", "{connection}", "Connections that were not served, by the limit or the handshake that was in the way.");

    /// <summary>Counts a connection that was accepted and is not served.</summary>
    public static void CountRejected(string errorType) => RejectedConnections.Add(1, new KeyValuePair<string, object?>("error.type", errorType));
}
