using System.Buffers;
using Gobwire.Transport;

namespace Gobwire.Rpc;

/// <summary>
/// Gathers messages of many callers and sends them. Whoever finds nobody sending begins to; what others write meanwhile leaves in one piece
/// afterwards. When the peer does not keep up, callers wait: memory is bounded.
/// </summary>
internal sealed class SendQueue(TransportConnection connection, int limit) : IBufferWriter<byte>
{
    private const int MaxRetainedBuffer = 64 << 10;
    private const int LeastBuffer = 512;

    /// <summary>More than this is not held back.</summary>
    private const int MaxHeldBytes = 4 << 10;

    private readonly Lock _lock = new();
    private byte[] _gathered = [];
    private int _count;
    private bool _isSending;
    private int _holds;
    private Exception? _failure;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;

    /// <summary>Writes a message and sees to it that it is sent; waits while too much is queued.</summary>
    /// <typeparam name="TMessage">The message's type.</typeparam>
    /// <param name="message">Writes itself into the queue, as a whole or, with an exception, not at all; under the queue's lock.</param>
    /// <param name="isBusy">Whether other messages are likely to follow at once, so that it pays to let them come first.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <exception cref="IOException">Sending has failed.</exception>
    /// <exception cref="TimeoutException">Sending took too long.</exception>
    public ValueTask SendAsync<TMessage>(TMessage message, bool isBusy, CancellationToken cancellationToken)
        where TMessage : IOutgoing
    {
        Task? room = Write(message, isBusy);
        return room is null ? ValueTask.CompletedTask : WaitAndWriteAsync(message, room, isBusy, cancellationToken);
    }

    /// <summary>A task that ends when nothing is queued any more, or sending has failed.</summary>
    public Task WaitIdleAsync()
    {
        lock (_lock)
        {
            if (!_isSending && _count == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Holds back what is written, so that it leaves in one piece with what follows, until <see cref="Release()"/>.</summary>
    public void Hold()
    {
        lock (_lock)
            _holds++;
    }

    /// <summary>Ends a hold, and sends what has gathered if it was the last.</summary>
    public void Release() => Release(1);

    /// <summary>Ends all holds there are: whoever holds may be stuck.</summary>
    public void ReleaseAll() => Release(int.MaxValue);

    /// <summary>How many bytes have gathered. For messages that write themselves, under the queue's lock.</summary>
    public int Count => _count;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _gathered.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _gathered.AsSpan(_count);
    }

    private void Release(int holds)
    {
        lock (_lock)
        {
            _holds -= Math.Min(holds, _holds);
            if (_holds > 0 || _isSending || _count == 0)
                return;
            _isSending = true;
        }

        _ = SendGatheredAsync(yieldFirst: false);
    }

    /// <summary>Writes, or says what to wait for.</summary>
    private Task? Write<TMessage>(TMessage message, bool isBusy)
        where TMessage : IOutgoing
    {
        lock (_lock)
        {
            if (_failure is not null)
                throw new IOException(_failure.Message, _failure);
            if (_count >= limit)
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            message.WriteTo(this);
            if (_isSending || (_holds > 0 && _count < MaxHeldBytes))
                return null;
            _isSending = true;
        }

        _ = SendGatheredAsync(isBusy && !InlineWork.IsRunning);
        return null;
    }

    private async ValueTask WaitAndWriteAsync<TMessage>(TMessage message, Task? room, bool isBusy, CancellationToken cancellationToken)
        where TMessage : IOutgoing
    {
        for (; room is not null; room = Write(message, isBusy))
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SendGatheredAsync(bool yieldFirst)
    {
        byte[] spare = [];
        try
        {
            for (bool yields = yieldFirst; ; yields = true)
            {
                // Beyond the first batch it is others' messages: the caller has its own to wait for.
                if (yields)
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                if (!TryTake(ref spare, out int count))
                    return;
                spare.AsSpan(0, count).CopyTo(connection.Output.GetSpan(count));
                connection.Output.Advance(count);
                await connection.Output.FlushAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // Whatever it is, callers must not wait for ever.
            Fail(error);
        }
        finally
        {
            Release(spare);
        }
    }

    /// <summary>Takes what has gathered, and leaves the spare buffer in its place. False, and nobody sends any more, if nothing has.</summary>
    private bool TryTake(ref byte[] buffer, out int count)
    {
        TaskCompletionSource? done;
        lock (_lock)
        {
            count = _count;
            _count = 0;
            (buffer, _gathered) = (_gathered, Trim(buffer));
            _isSending = count > 0;
            done = count > 0 ? _room : _idle;
            if (count > 0)
                _room = null;
            else
                _idle = null;
        }

        done?.SetResult();
        return count > 0;
    }

    private void Fail(Exception error)
    {
        TaskCompletionSource? room, idle;
        lock (_lock)
        {
            _failure = error;
            _isSending = false;
            _count = 0;
            (room, idle) = (_room, _idle);
            _room = _idle = null;
        }

        room?.SetResult();
        idle?.SetResult();
        // Whoever reads must learn of it too.
        connection.Abort(error.Message);
    }

    private void Reserve(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_gathered.Length - _count >= needed)
            return;
        long wanted = Math.Max(Math.Max(_gathered.Length * 2L, (long)_count + needed), LeastBuffer);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        _gathered.AsSpan(0, _count).CopyTo(larger);
        Release(_gathered);
        _gathered = larger;
    }

    /// <summary>An idle connection keeps no large buffer.</summary>
    private static byte[] Trim(byte[] buffer)
    {
        if (buffer.Length <= MaxRetainedBuffer)
            return buffer;
        Release(buffer);
        return [];
    }

    private static void Release(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
