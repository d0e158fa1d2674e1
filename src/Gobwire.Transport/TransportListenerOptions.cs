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

    /// <summary>
    /// How many bytes that its peer does not read the system may hold for each connection (SO_SNDBUF; Linux takes double, for its own needs, and no more than
    /// <c>net.core.wmem_max</c>). Default null: the system suits it to each connection, on Linux up to 4 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? SendBufferSize
    {
        get;
        init
        {
            if (value is { } size)
                ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(SendBufferSize));
            field = value;
        }
    }

    /// <summary>The first wait after an accept that failed for want of descriptors or memory; it doubles up to a second. Default 10 ms.</summary>
    public TimeSpan AcceptBackoff { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
