using System.Runtime.CompilerServices;

namespace Gobwire.Rpc;

/// <summary>A loop's wait, which runs the loop's work once the loop is sure to go on elsewhere.</summary>
internal readonly struct InlineWorkAwaiter<T>(ValueTask<T> task, InlineWork work) : ICriticalNotifyCompletion
{
    public bool IsCompleted => task.IsCompleted && work.TryTakeTurn();

    public InlineWorkAwaiter<T> GetAwaiter() => this;

    public T GetResult() => task.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        work.EndTurns();
        if (task.IsCompleted)
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop(), continuation, preferLocal: false);
        else
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(continuation);
        work.Run();
    }
}
