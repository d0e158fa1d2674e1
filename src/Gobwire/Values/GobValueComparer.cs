using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gobwire;

/// <summary>
/// Compares values by type and content. Types count as <see cref="GobType.IsAlike"/> has it, without names and ids. Floats are compared as
/// <see cref="double.Equals(double)"/> does: NaN equals itself, and -0.0 equals 0.0. The order of a map's entries does not count; of a key
/// that came twice the last does. A struct's field that is explicitly zero equals one that is not on the wire.
/// </summary>
public sealed class GobValueComparer : IEqualityComparer<GobValue>
{
    private GobValueComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static GobValueComparer Instance { get; } = new();

    /// <summary>Whether both values are equal.</summary>
    /// <param name="x">One value.</param>
    /// <param name="y">The other.</param>
    /// <exception cref="GobException">The values are deeper than <see cref="GobOptions.Trusted"/> allows, or cyclic.</exception>
    public bool Equals(GobValue? x, GobValue? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.Type.IsAlike(y.Type) && HasSameContent(x, y, 0));

    /// <summary>A hash code; it holds only while the value is not edited.</summary>
    /// <param name="obj">The value.</param>
    /// <exception cref="GobException">The value is deeper than <see cref="GobOptions.Trusted"/> allows, or cyclic.</exception>
    public int GetHashCode(GobValue obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return Hash(obj, 0);
    }

    /// <summary>Compares values whose types are alike.</summary>
    private static bool HasSameContent(GobValue x, GobValue y, int depth)
    {
        CheckDepth(depth);
        return (x, y) switch
        {
            (GobBool a, GobBool b) => a.Value == b.Value,
            (GobInt a, GobInt b) => a.Value == b.Value,
            (GobUint a, GobUint b) => a.Value == b.Value,
            (GobFloat a, GobFloat b) => a.Value.Equals(b.Value),
            (GobComplex a, GobComplex b) => a.Value.Equals(b.Value),
            (GobString a, GobString b) => a.Utf8.Span.SequenceEqual(b.Utf8.Span),
            (GobBytes a, GobBytes b) => a.Value.Span.SequenceEqual(b.Value.Span),
            (GobOpaque a, GobOpaque b) => a.Value.Span.SequenceEqual(b.Value.Span),
            (GobInterface a, GobInterface b) => IsSame(a, b, depth),
            (GobSequence a, GobSequence b) => IsSame(a, b, depth),
            (GobMap a, GobMap b) => IsSame(a, b, depth),
            (GobStruct a, GobStruct b) => IsSame(a, b, depth),
            _ => false,
        };
    }

    private static bool IsSame(GobInterface a, GobInterface b, int depth)
    {
        if (a.Value is null || b.Value is null)
            return a.Value is null && b.Value is null;
        return a.Name == b.Name && a.Value.Type.IsAlike(b.Value.Type) && HasSameContent(a.Value, b.Value, depth + 1);
    }

    private static bool IsSame(GobSequence a, GobSequence b, int depth)
    {
        int count = a.Count;
        if (count != b.Count)
            return false;
        for (int i = 0; i < count; i++)
        {
            if (!HasSameContent(a.Get(i), b.Get(i), depth + 1))
                return false;
        }

        return true;
    }

    private static bool IsSame(GobMap a, GobMap b, int depth)
    {
        if (a.Places.Count != b.Places.Count)
            return false;
        foreach ((GobValue key, int place) in a.Places)
        {
            if (!b.Places.TryGetValue(key, out int other) || !HasSameContent(a.Entries[place].Value, b.Entries[other].Value, depth + 1))
                return false;
        }

        return true;
    }

    private static bool IsSame(GobStruct a, GobStruct b, int depth)
    {
        int i = 0;
        int j = 0;
        while (true)
        {
            i = NextNonZero(a.Slots, i);
            j = NextNonZero(b.Slots, j);
            if (i == a.Slots.Length || j == b.Slots.Length)
                return i == a.Slots.Length && j == b.Slots.Length;
            if (a.Slots[i].Number != b.Slots[j].Number || !HasSameContent(a.Slots[i].Value, b.Slots[j].Value, depth + 1))
                return false;
            i++;
            j++;
        }
    }

    private static int NextNonZero(ReadOnlySpan<GobStruct.Slot> slots, int start)
    {
        while (start < slots.Length && IsZero(slots[start].Value))
            start++;
        return start;
    }

    private static bool IsZero(GobValue value) =>
        Values.ZeroValue.IsOmitted(value) || value is GobSequence { Count: 0, Type.Kind: GobTypeKind.Slice };

    private static int Hash(GobValue value, int depth)
    {
        CheckDepth(depth);
        switch (value)
        {
            case GobString v:
                return HashBytes(v.Utf8.Span);
            case GobBytes v:
                return HashBytes(v.Value.Span);
            case GobOpaque v:
                return HashBytes(v.Value.Span);
            case GobBool v:
                return v.Value ? 1 : 0;
            case GobInt v:
                return HashBits((ulong)v.Value);
            case GobUint v:
                return HashBits(v.Value);
            case GobFloat v:
                return HashFloat(v.Value);
            case GobComplex v:
                return HashCode.Combine(HashFloat(v.Value.Real), HashFloat(v.Value.Imaginary));
            case GobInterface v:
                return HashCode.Combine(v.Name, v.Value is null ? 0 : Hash(v.Value, depth + 1));
            default:
                return HashParts(value, depth + 1);
        }
    }

    private static int HashParts(GobValue value, int depth)
    {
        var hash = default(HashCode);
        switch (value)
        {
            case GobSequence v:
                int count = v.Count;
                for (int i = 0; i < count; i++)
                    hash.Add(Hash(v.Get(i), depth));
                break;
            case GobStruct v:
                foreach (GobStruct.Slot slot in v.Slots)
                {
                    if (!IsZero(slot.Value))
                    {
                        hash.Add(slot.Number);
                        hash.Add(Hash(slot.Value, depth));
                    }
                }

                break;
            case GobMap v:
                int sum = 0; // the order does not count
                foreach (GobValue key in v.Places.Keys)
                    sum += Hash(key, depth);
                hash.Add(sum);
                break;
        }

        return hash.ToHashCode();
    }

    /// <summary>The keyed hash strings have in .NET, of bytes: keys chosen to collide do not.</summary>
    private static int HashBytes(ReadOnlySpan<byte> bytes)
    {
        int hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(bytes));
        return (bytes.Length & 1) == 0 ? hash : HashCode.Combine(hash, bytes[^1]);
    }

    private static int HashBits(ulong bits) => string.GetHashCode(MemoryMarshal.Cast<ulong, char>([bits]));

    /// <summary>The two zeros are equal, and so are all that are not numbers.</summary>
    private static int HashFloat(double value) =>
        HashBits(BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value));

    private static void CheckDepth(int depth)
    {
        if (depth > GobOptions.Trusted.MaxDepth || (depth % 16 == 15 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            throw new GobException(GobErrorKind.LimitExceeded, "the values are cyclic, or too deep to compare");
    }
}
