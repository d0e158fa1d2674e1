using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>A connection of a pool: what its exchange has done so far, and how it is counted.</summary>
/// <param name="client">The connection.</param>
/// <param name="options">The pool's options.</param>
/// <param name="address">The pool's address.</param>
internal sealed class PooledConnection(CommandClient client, CommandClientPoolOptions options, string address)
{
    private string? _countedAs;
    private long _writtenBefore;
    private long _consumedBefore;

    public CommandConnection Connection => client.Connection;

    /// <summary>Whether it has served a command before this one.</summary>
    public bool WasKept { get; private set; }

    /// <summary>Since when it is idle, as a time stamp.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Whether anything of the exchange was handed to the transport.</summary>
    public bool HasSent => Connection.SentBytes > _writtenBefore;

    /// <summary>Whether the exchange has neither written nor read anything.</summary>
    public bool IsUntouched => Transport.WrittenBytes == _writtenBefore && Transport.ConsumedBytes == _consumedBefore;

    private TransportConnection Transport => client.Connection.Transport;

    /// <summary>Takes note of how things are before an exchange. All was flushed by then.</summary>
    public void BeginExchange()
    {
        Transport.CountsBytes = true;
        _writtenBefore = Transport.WrittenBytes;
        _consumedBefore = Transport.ConsumedBytes;
    }

    /// <summary>Takes back what an exchange may have set for itself.</summary>
    public void EndExchange()
    {
        WasKept = true;
        IdleSince = options.TimeProvider.GetTimestamp();
        Connection.SetDeadline(null);
        Connection.ReadTimeout = options.Client.ReadTimeout;
        Connection.MinDataRate = options.Client.MinDataRate;
        Connection.WriteTimeout = options.Client.WriteTimeout;
        Transport.MaxUnflushedBytes = options.Client.MaxUnflushedBytes;
    }

    public ValueTask<bool> IsReusableAsync() => Transport.IsReusableAsync();

    public bool IsAborted => Transport.IsAborted;

    /// <summary>Why it is lost; null if it is not.</summary>
    public Exception? AbortReason => Transport.AbortReason;

    public void Abort(string reason) => Transport.Abort(reason);

    /// <summary>Closes it in peace: what was sent last arrives.</summary>
    public ValueTask CloseAsync() => client.DisposeAsync();

    /// <summary>Closes it at once: what may still come is nobody's.</summary>
    public ValueTask DiscardAsync() => Transport.DisposeAsync();

    /// <summary>Counts it under a state; null when it is no more.</summary>
    public void CountAs(string? state)
    {
        if (_countedAs is not null)
            Count(-1, _countedAs);
        _countedAs = state is not null && PoolTelemetry.Connections.Enabled ? state : null;
        if (_countedAs is not null)
            Count(1, _countedAs);
    }

    private void Count(int change, string state) =>
        PoolTelemetry.Connections.Add(change, new(PoolTelemetry.AddressTag, address), new(PoolTelemetry.StateTag, state));
}
