using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gobwire.Codecs;

/// <summary>Compares keys that are nothing but bits, with hash codes that differ from process to process, as those of strings do.</summary>
internal sealed class SeededComparer<TKey> : IEqualityComparer<TKey>
{
    private SeededComparer()
    {
    }

    /// <summary>The comparer; null for types that are more than bits.</summary>
    public static SeededComparer<TKey>? Instance { get; } = IsBits() ? new() : null;

    public bool Equals(TKey? x, TKey? y) => EqualityComparer<TKey>.Default.Equals(x, y);

    public int GetHashCode([DisallowNull] TKey obj) =>
        string.GetHashCode(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TKey, char>(ref obj), Unsafe.SizeOf<TKey>() / sizeof(char)));

    /// <summary>Whether equal values have equal bits, an even number of bytes; floats have two zeros and many NaNs.</summary>
    private static bool IsBits()
    {
        Type type = typeof(TKey);
        return Unsafe.SizeOf<TKey>() % sizeof(char) == 0
            && ((type.IsPrimitive && type != typeof(double) && type != typeof(float)) || type.IsEnum || type == typeof(Guid) || type == typeof(TimeSpan));
    }
}
