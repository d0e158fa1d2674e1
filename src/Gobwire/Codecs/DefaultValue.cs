using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gobwire.Codecs;

/// <summary>Tells a value nobody has set from one that was.</summary>
internal static class DefaultValue
{
    /// <summary>Whether all bits of a struct are zero, whatever its own idea of equality is.</summary>
    public static bool Is<T>(T value) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()).IndexOfAnyExcept((byte)0) < 0;
}
