using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Gobwire.Fuzz;

/// <summary>Gives instrumented code a place for its coverage where no fuzzer has.</summary>
internal static class Coverage
{
    private const int MapSize = 1 << 16;

    public static unsafe void Discard() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(MapSize);
}
