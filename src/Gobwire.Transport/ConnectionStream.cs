using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Transport;

/// <summary>A connection's two pipes as a stream, for TLS to run over. What it throws is the bare reason of a loss: a connection over TLS says itself that it is one.</summary>
internal sealed class ConnectionStream(TransportConnection connection) : Stream
{
    private bool _hasBegun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            ReadResult result = await connection.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            while (result.Buffer.IsEmpty && !result.IsCompleted)
            {
                // Woken for nothing, which TLS would take for the end.
                connection.Input.AdvanceTo(result.Buffer.End);
                result = await connection.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            // Of a read of no bytes, which but waits, all is left for the next.
            ReadOnlySequence<byte> taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
            taken.CopyTo(buffer.Span);
            connection.Input.AdvanceTo(taken.End);
            if (!_hasBegun && !taken.IsEmpty)
            {
                _hasBegun = true;
                TlsRecord.ThrowIfNone(buffer.Span[0]);
            }

            return (int)taken.Length;
        }
        catch (IOException) when (connection.AbortReason is not null)
        {
            throw Loss();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            // Not with the token: a flush canceled halfway would be the plain connection's loss, and hide why the secure one gives up.
            ValueTask<FlushResult> flush = connection.Output.WriteAsync(buffer, CancellationToken.None);
            if (flush.IsCompletedSuccessfully)
                _ = flush.Result;
            else
                await flush.AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (connection.AbortReason is not null)
        {
            throw Loss();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Each write is flushed as it is.</summary>
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private IOException Loss() => new(connection.AbortReason!.Message, connection.AbortReason);
}
