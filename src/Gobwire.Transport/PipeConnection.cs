using System.IO.Pipelines;
using System.Net;

namespace Gobwire.Transport;

/// <summary>A connection over any two pipes.</summary>
internal sealed class PipeConnection(IDuplexPipe pipe, EndPoint? localEndPoint, EndPoint? remoteEndPoint, TimeProvider? timeProvider)
    : TransportConnection(pipe, timeProvider)
{
    public override EndPoint? LocalEndPoint => localEndPoint;

    public override EndPoint? RemoteEndPoint => remoteEndPoint;

    /// <summary>Tells the other end of an in-memory pair that this one has aborted.</summary>
    public Action<Exception>? PeerAbort { get; set; }

    protected override async ValueTask ShutdownOutputAsync() => await Output.CompleteAsync().ConfigureAwait(false);

    protected override void AbortTransport(Exception reason) => PeerAbort?.Invoke(reason);

    protected override async ValueTask ReleaseAsync() => await Output.CompleteAsync(CompletionReason).ConfigureAwait(false);

    /// <summary>What the other end's abort looks like here.</summary>
    public void OnPeerAbort() => Fail(new IOException("connection reset by peer"));
}
