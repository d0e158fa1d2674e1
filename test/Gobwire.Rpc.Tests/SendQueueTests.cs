using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>The queue that all callers of a connection write into.</summary>
public sealed class SendQueueTests
{
    private static readonly PipeOptions SmallPipe = new(pauseWriterThreshold: 100, resumeWriterThreshold: 50);

    [Fact]
    public async Task A_message_with_nobody_sending_leaves_at_once()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        var queue = new SendQueue(here, limit: 1_000);

        ValueTask sending = queue.SendAsync(new Filler(10, 1), isBusy: false, CancellationToken.None);

        Assert.True(sending.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Repeat((byte)1, 10), await there.ReceiveAsync(10));
        await queue.WaitIdleAsync();
    }

    [Fact]
    public async Task Messages_behind_a_stalled_one_are_queued_up_to_the_limit_and_leave_in_order()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(options: SmallPipe);
        var queue = new SendQueue(here, limit: 1_000);
        await queue.SendAsync(new Filler(200, 1), isBusy: false, CancellationToken.None);

        ValueTask second = queue.SendAsync(new Filler(1_000, 2), isBusy: false, CancellationToken.None);
        ValueTask third = queue.SendAsync(new Filler(5, 3), isBusy: false, CancellationToken.None);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.False(third.IsCompleted);
        Assert.False(queue.WaitIdleAsync().IsCompleted);
        byte[] all = await there.ReceiveAsync(1_205);
        await third;
        await queue.WaitIdleAsync();
        Assert.Equal([.. Enumerable.Repeat((byte)1, 200), .. Enumerable.Repeat((byte)2, 1_000), .. Enumerable.Repeat((byte)3, 5)], all);
    }

    [Fact]
    public async Task A_message_that_fails_to_be_written_leaves_the_queue_as_it_was()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        var queue = new SendQueue(here, limit: 1_000);

        await Assert.ThrowsAsync<FormatException>(async () => await queue.SendAsync(new Failing(), isBusy: false, CancellationToken.None));
        await queue.SendAsync(new Filler(3, 4), isBusy: true, CancellationToken.None);

        Assert.Equal([4, 4, 4], await there.ReceiveAsync(3));
    }

    [Fact]
    public async Task When_sending_fails_those_who_wait_and_those_who_come_are_told()
    {
        (TransportConnection here, _) = MemoryTransport.CreatePair(options: SmallPipe);
        var queue = new SendQueue(here, limit: 10);
        await queue.SendAsync(new Filler(200, 1), isBusy: false, CancellationToken.None);
        await queue.SendAsync(new Filler(10, 2), isBusy: false, CancellationToken.None);
        ValueTask waiting = queue.SendAsync(new Filler(10, 3), isBusy: false, CancellationToken.None);

        here.Abort("cut");

        await Assert.ThrowsAsync<IOException>(async () => await waiting);
        await queue.WaitIdleAsync();
        await Assert.ThrowsAsync<IOException>(async () => await queue.SendAsync(new Filler(1, 4), isBusy: false, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_held_leaves_in_one_piece_with_the_last_hold()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        var queue = new SendQueue(here, limit: 1_000);
        queue.Hold();
        queue.Hold();
        await queue.SendAsync(new Filler(1, 1), isBusy: false, CancellationToken.None);
        queue.Release();
        await queue.SendAsync(new Filler(1, 2), isBusy: false, CancellationToken.None);
        Assert.False(there.Input.TryRead(out _));
        Assert.False(queue.WaitIdleAsync().IsCompleted);

        queue.Release();

        Assert.True(there.Input.TryRead(out ReadResult read));
        Assert.Equal([1, 2], read.Buffer.ToArray());
        await queue.WaitIdleAsync();
    }

    [Fact]
    public async Task All_holds_can_be_ended_at_once_and_their_own_ends_do_no_harm_then()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        var queue = new SendQueue(here, limit: 1_000);
        queue.Hold();
        queue.Hold();
        await queue.SendAsync(new Filler(1, 1), isBusy: false, CancellationToken.None);

        queue.ReleaseAll();

        Assert.Equal([1], await there.ReceiveAsync(1));
        queue.Release();
        queue.Release();
        await queue.SendAsync(new Filler(1, 2), isBusy: false, CancellationToken.None);
        Assert.Equal([2], await there.ReceiveAsync(1));
    }

    [Fact]
    public async Task Much_is_not_held()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        var queue = new SendQueue(here, limit: 100_000);
        queue.Hold();

        await queue.SendAsync(new Filler(5_000, 1), isBusy: false, CancellationToken.None);

        Assert.Equal(5_000, (await there.ReceiveAsync(5_000)).Length);
    }

    private readonly struct Filler(int count, byte value) : IOutgoing
    {
        public void WriteTo(SendQueue queue)
        {
            for (int i = 0; i < count; i++)
                queue.Write([value]);
        }
    }

    private readonly struct Failing : IOutgoing
    {
        public void WriteTo(SendQueue queue) => throw new FormatException();
    }
}
