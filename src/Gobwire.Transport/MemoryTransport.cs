using System.IO.Pipelines;
using System.Net;

namespace Gobwire.Transport;

/// <summary>Connections without a network: pairs in memory for tests, and any pipes as a connection.</summary>
public static class MemoryTransport
{
    /// <summary>Makes two connections, each the other's peer.</summary>
    /// <param name="timeProvider">The clock of both; null for the system's.</param>
    /// <param name="options">The options of the pipes between them; null for the defaults of <see cref="Pipe"/>.</param>
    /// <returns>The two ends.</returns>
    public static (TransportConnection First, TransportConnection Second) CreatePair(
        TimeProvider? timeProvider = null, PipeOptions? options = null)
    {
        var there = new Pipe(options ?? PipeOptions.Default);
        var back = new Pipe(options ?? PipeOptions.Default);
        var first = new PipeConnection(new DuplexPipe(back.Reader, there.Writer), null, null, timeProvider);
        var second = new PipeConnection(new DuplexPipe(there.Reader, back.Writer), null, null, timeProvider);
        first.PeerAbort = _ => second.OnPeerAbort();
        second.PeerAbort = _ => first.OnPeerAbort();
        return (first, second);
    }

    /// <summary>Takes any pipes as a connection.</summary>
    /// <param name="pipe">The pipes; they are completed when the connection is closed.</param>
    /// <param name="timeProvider">The clock of the deadlines; null for the system's.</param>
    /// <param name="remoteEndPoint">The peer's end point; null where it has none.</param>
    /// <returns>The connection, without a local end point.</returns>
    public static TransportConnection FromPipe(IDuplexPipe pipe, TimeProvider? timeProvider = null, EndPoint? remoteEndPoint = null)
    {
        ArgumentNullException.ThrowIfNull(pipe);
        return new PipeConnection(pipe, null, remoteEndPoint, timeProvider);
    }
}
