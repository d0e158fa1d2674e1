namespace Gobwire.Rpc.Client;

/// <summary>The calls of one connection that wait for their replies, by number; closed with the connection.</summary>
internal sealed class PendingCalls
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, IPendingCall> _calls = [];
    private ulong _next;
    private RpcException? _cause;

    /// <summary>Why no call is taken any more; null while they are.</summary>
    public RpcException? Cause => Volatile.Read(ref _cause);

    /// <summary>Takes a call and gives it the next number.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isBusy">Whether other calls wait too.</param>
    /// <exception cref="RpcException">The connection is shut down.</exception>
    public ulong Add(IPendingCall call, out bool isBusy)
    {
        lock (_lock)
        {
            if (_cause is not null)
                throw new RpcException(RpcErrorKind.Shutdown, "connection is shut down", _cause);
            isBusy = _calls.Count > 0;
            ulong seq = _next++;
            _calls.Add(seq, call);
            return seq;
        }
    }

    /// <summary>Takes a call away; null if it is not there, as when it was given up.</summary>
    public IPendingCall? Remove(ulong seq)
    {
        lock (_lock)
        {
            _calls.Remove(seq, out IPendingCall? call);
            return call;
        }
    }

    /// <summary>Takes no more calls, and fails those that wait. Only the first cause counts.</summary>
    public void Close(RpcException cause)
    {
        IPendingCall[] calls;
        lock (_lock)
        {
            if (_cause is not null)
                return;
            _cause = cause;
            calls = [.. _calls.Values];
            _calls.Clear();
        }

        foreach (IPendingCall call in calls)
            call.Fail(InCall(call.ServiceMethod, cause));
    }

    /// <summary>The cause as one call's own error.</summary>
    private static RpcException InCall(string serviceMethod, RpcException cause) =>
        cause.Kind == RpcErrorKind.Shutdown
            ? new RpcException(cause.Kind, cause.Message)
            : new RpcException(cause.Kind, $"{serviceMethod}: {cause.Message}", cause.InnerException ?? cause);
}
