using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>How many connections a pool has, how it dials them, and how long commands may take.</summary>
public sealed record CommandClientPoolOptions
{
    /// <summary>How each connection is dialed, and its limits.</summary>
    public CommandClientOptions Client { get; init; } = new();

    /// <summary>How many connections there are at most, and so how many commands are under way at a time. Default 16.</summary>
    public int MaxConnections { get; init; } = 16;

    /// <summary>How long a connection is kept that no command uses. Default 60 s, less than an endpoint keeps it; infinite to keep it always.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long each command may take in all: to wait for a connection, to be sent, again if need be, and to be answered. Default 30 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a command may wait for a connection to come free, or for the next attempt at dialing where one has failed. Default 10 s; zero for
    /// commands that fail at once. A dial under way is bounded by its own timeout.
    /// </summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The waits between attempts at dialing that fail, which all commands share.</summary>
    public TransportBackoff Backoff { get; init; } = new();

    /// <summary>How many times a command is sent again, at most, whose reply was lost, if the caller says that it is idempotent. Default 2.</summary>
    public int MaxResends { get; init; } = 2;

    /// <summary>How long commands under way may take when the pool is closed. Default 5 s; then they are aborted.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock, that of the connections too. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
