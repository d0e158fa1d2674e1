using System.IO.Pipelines;

namespace Gobwire.Transport;

public abstract partial class TransportConnection
{
    /// <summary>
    /// Looks whether another exchange can begin, without waiting for the peer: neither side has ended, nothing waits to be flushed, nobody reads,
    /// and nothing came that nobody has read.
    /// </summary>
    /// <returns>False if the connection is of no more use but to be closed.</returns>
    public async ValueTask<bool> IsReusableAsync()
    {
        if (HasEnded || _isOutputCompleted || _output.UnflushedBytes > 0 || _output.IsFlushing || IsReading)
            return false;
        try
        {
            if (_input.TryRead(out ReadResult left))
            {
                _input.AdvanceTo(left.Buffer.Start);
                return false;
            }

            return !MayHaveInput() || await IsSilentAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether the transport has something to be read, or its end; true also where only a read can tell.</summary>
    protected virtual bool MayHaveInput() => true;

    /// <summary>Reads what is there: TLS has bytes of its own that are nobody's input.</summary>
    private async ValueTask<bool> IsSilentAsync()
    {
        BeginRead(Timeout.InfiniteTimeSpan);
        ValueTask<ReadResult> read = _input.ReadAsync();
        if (!read.IsCompleted)
            _input.CancelPendingRead();
        ReadResult result = await read.ConfigureAwait(false);
        _input.AdvanceTo(result.Buffer.Start);
        return result is { IsCanceled: true, IsCompleted: false, Buffer.IsEmpty: true };
    }
}
