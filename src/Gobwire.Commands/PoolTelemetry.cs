using System.Diagnostics.Metrics;

namespace Gobwire.Commands;

/// <summary>What is measured of pools, by the address that each was given.</summary>
internal static class PoolTelemetry
{
    public const string AddressTag = "server.address";
    public const string StateTag = "gobwire.client.connection.state";
    public const string Idle = "idle";
    public const string Used = "used";

    private static readonly Meter Meter = new("Gobwire.Commands");

    public static UpDownCounter<long> Connections { get; } = Meter.CreateUpDownCounter<long>(
        "gobwire.client.connections", "{connection}", "Connections of pools, idle and used.");

    public static UpDownCounter<long> PendingRequests { get; } = Meter.CreateUpDownCounter<long>(
        "gobwire.client.pending_requests", "{command}", "Commands that wait for a connection of their pool.");

    public static Counter<long> DialErrors { get; } = Meter.CreateCounter<long>(
        "gobwire.client.dial.errors", "{error}", "Attempts of pools to dial that failed.");

    public static Counter<long> Resends { get; } = Meter.CreateCounter<long>(
        "gobwire.client.resends", "{command}", "Commands sent again because their reply was lost.");

    /// <summary>Counts one up, if anybody listens: only what was counted may be taken off again.</summary>
    public static bool TryCount(UpDownCounter<long> counter, string address)
    {
        if (!counter.Enabled)
            return false;
        counter.Add(1, new KeyValuePair<string, object?>(AddressTag, address));
        return true;
    }
}
