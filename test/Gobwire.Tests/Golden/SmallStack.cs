using System.Runtime.ExceptionServices;

namespace Gobwire.Tests.Golden;

/// <summary>Runs code on a thread with a small stack and counts what it allocates.</summary>
internal static class SmallStack
{
    private const int StackSize = 256 << 10;

    /// <returns>The bytes allocated by the thread.</returns>
    public static long Run(Action action)
    {
        ExceptionDispatchInfo? failure = null;
        long allocated = 0;
        var thread = new Thread(
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    action();
                }
                catch (Exception error)
                {
                    failure = ExceptionDispatchInfo.Capture(error);
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return allocated;
    }
}
