using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>The work that a reading loop finds, and the thread it runs on.</summary>
public sealed class InlineWorkTests
{
    private readonly SendQueue _queue;
    private readonly TransportConnection _there;
    private readonly InlineWork _work;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InlineWorkTests()
    {
        (TransportConnection here, _there) = MemoryTransport.CreatePair();
        _queue = new SendQueue(here, limit: 100_000);
        _work = new InlineWork(_queue);
    }

    [Fact]
    public async Task Work_runs_on_the_loop_s_thread_once_the_loop_waits()
    {
        var input = new TaskCompletionSource<bool>();
        int loopThread = 0, workThread = 0;

        Task loop = await OnPoolAsync(() =>
        {
            loopThread = Environment.CurrentManagedThreadId;
            _work.Add(new Work(() => workThread = Environment.CurrentManagedThreadId));
            return LoopAsync(input.Task);
        });

        Assert.Equal(loopThread, workThread);
        input.SetResult(false);
        await loop;
    }

    [Fact]
    public async Task Work_that_blocks_holds_up_neither_other_work_nor_the_loop()
    {
        using var release = new ManualResetEventSlim();
        var input = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource();
        var third = new TaskCompletionSource();
        var loop = new TaskCompletionSource<Task>();
        _work.Add(new Work(() => release.Wait(Until.Deadline)));
        _work.Add(new Work(second.SetResult));
        _work.Add(new Work(third.SetResult));

        Task running = Task.Run(() => loop.SetResult(LoopAsync(input.Task)), Until.Deadline);
        await second.Task.WaitAsync(Until.Deadline);
        await third.Task.WaitAsync(Until.Deadline);
        input.SetResult(false);
        await _ended.Task.WaitAsync(Until.Deadline);
        Assert.False(running.IsCompleted);

        release.Set();
        await running;
        await await loop.Task;
    }

    [Fact]
    public async Task What_was_sent_before_work_that_blocks_leaves_all_the_same()
    {
        using var release = new ManualResetEventSlim();
        _work.Add(new Work(() => Send(1)));
        _work.Add(new Work(() => release.Wait(Until.Deadline)));

        Task running = Task.Run(_work.Run, Until.Deadline);

        Assert.Equal([1], await _there.ReceiveAsync(1));
        release.Set();
        await running;
    }

    [Fact]
    public async Task A_thread_of_somebody_s_own_is_not_taken()
    {
        var done = new TaskCompletionSource<bool>();
        _work.Add(new Work(() => done.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
        var own = new Thread(_work.Run);

        own.Start();
        own.Join();

        Assert.True(await done.Task.WaitAsync(Until.Deadline));
    }

    [Fact]
    public async Task Work_found_while_work_runs_on_the_same_thread_goes_to_another()
    {
        var done = new TaskCompletionSource<int>();
        int outer = 0;
        var other = new InlineWork(_queue);
        other.Add(new Work(() => done.SetResult(Environment.CurrentManagedThreadId)));
        _work.Add(new Work(() =>
        {
            outer = Environment.CurrentManagedThreadId;
            other.Run();
            Assert.NotEqual(outer, done.Task.WaitAsync(Until.Deadline).GetAwaiter().GetResult());
        }));

        await Task.Run(_work.Run, Until.Deadline);

        Assert.NotEqual(outer, await done.Task);
    }

    [Fact]
    public async Task A_loop_that_always_has_input_gives_the_thread_away_now_and_then()
    {
        int turns = 0;
        await OnPoolAsync(() =>
        {
            while (_work.Await(new ValueTask<bool>(true)).IsCompleted)
                turns++;
            return Task.CompletedTask;
        });

        Assert.Equal(64, turns);
        var input = new ValueTask<bool>(true);
        Assert.True(await Task.Run(async () => await _work.Await(input), Until.Deadline));
        Assert.True(_work.Await(input).IsCompleted);
    }

    [Fact]
    public async Task What_the_loop_leaves_at_its_end_is_run()
    {
        var done = new TaskCompletionSource();
        _work.Add(new Work(done.SetResult));

        _work.HandOver();

        await done.Task.WaitAsync(Until.Deadline);
    }

    private static Task<Task> OnPoolAsync(Func<Task> action) => Task.Factory.StartNew(action, Until.Deadline, TaskCreationOptions.None, TaskScheduler.Default);

    private async Task LoopAsync(Task<bool> input)
    {
        while (await _work.Await(new ValueTask<bool>(input)))
        {
            // More was read.
        }

        _ended.SetResult();
    }

    private void Send(byte value)
    {
        ValueTask sending = _queue.SendAsync(new Message(value), isBusy: false, CancellationToken.None);
        Assert.True(sending.IsCompletedSuccessfully);
    }

    private sealed class Work(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }

    private readonly struct Message(byte value) : IOutgoing
    {
        public void WriteTo(SendQueue queue)
        {
            queue.GetSpan(1)[0] = value;
            queue.Advance(1);
        }
    }
}
