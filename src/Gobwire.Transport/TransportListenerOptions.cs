namespace Gobwire.Transport;

/// <summary>How a listener takes connections.</summary>
public sealed record TransportListenerOptions
{
    /// <summary>How many connections may wait to be accepted. Default 512; the system may allow fewer.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>
    /// How long a connection is silent before the system probes it, and the time between probes. Default 15 s, as Go's <c>net.ListenConfig</c>;
    /// infinite for no probes.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first wait after an accept that failed for want of descriptors or memory; it doubles up to a second. Default 10 ms.</summary>
    public TimeSpan AcceptBackoff { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
