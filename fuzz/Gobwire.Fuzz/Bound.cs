using System.Runtime.InteropServices;

namespace Gobwire.Fuzz;

/// <summary>What decoding an input may take (docs/threat-model.md): memory, and time.</summary>
internal static partial class Bound
{
    private const long AllocationBase = 1 << 20;
    private const long AllocationPerByte = 64;
    private const int Attempts = 8;

    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Decodes, and checks what it allocated and how much processor time it took. What was compiled meanwhile, the garbage of inputs before, and a neighbour on
    /// the processor are no fault of the input's: one that took too long is decoded again, and its shortest time counts.
    /// </summary>
    /// <param name="decode">Decodes an input, and does nothing else that costs.</param>
    /// <param name="length">The input's length.</param>
    /// <param name="objectPerByte">The size of the largest object that a byte stands for, where it is the user's own.</param>
    public static void Check(Action decode, int length, long objectPerByte = 0)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan shortest = Duration(decode);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllocationBase + ((AllocationPerByte + objectPerByte) * length))
            throw new InvalidOperationException($"{allocated} bytes allocated for an input of {length}");
        for (int i = 1; i < Attempts && shortest > Time; i++)
        {
            GC.Collect();
            TimeSpan again = Duration(decode);
            shortest = again < shortest ? again : shortest;
        }

        if (shortest > Time)
            throw new InvalidOperationException($"{shortest.TotalMilliseconds:F0} ms of processor time for an input of {length}");
    }

    private static TimeSpan Duration(Action decode)
    {
        TimeSpan start = ProcessorTime();
        decode();
        return ProcessorTime() - start;
    }

    /// <summary>What this thread has had of the processor: a clock would count the programs it waited for.</summary>
    private static TimeSpan ProcessorTime()
    {
        const int ThreadProcessorTime = 3;
        _ = ReadClock(ThreadProcessorTime, out ClockTime time);
        return TimeSpan.FromSeconds(time.Seconds) + new TimeSpan(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out ClockTime time);

    private readonly record struct ClockTime(nint Seconds, nint Nanoseconds);
}
