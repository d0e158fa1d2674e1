namespace Gobwire.Commands.Tests;

/// <summary>The names of what is measured, for the tests that listen.</summary>
internal static class Instruments
{
    public const string Meter = "Gobwire.Commands";
    public const string ServerDuration = "rpc.server.call.duration";
    public const string ConnectionDuration = "gobwire.server.connection.duration";
    public const string ActiveConnections = "gobwire.server.active_connections";
}
