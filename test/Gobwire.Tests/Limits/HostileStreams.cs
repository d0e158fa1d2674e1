using static Gobwire.Tests.Limits.Crafted;

namespace Gobwire.Tests.Limits;

/// <summary>Streams made to cost as much memory, or time, as can be for their size. Each is a whole gob, or one but for its end.</summary>
/// <param name="k">How many bytes the value takes of those that can have any size.</param>
internal sealed class HostileStreams(int k)
{
    private const int A = FirstId;
    private const int B = FirstId + 1;

    public static Dictionary<string, byte[]> All { get; } = new HostileStreams(1 << 18).Make();

    public Dictionary<string, byte[]> Make() => new()
    {
        ["definitions: empty structs, all of them a value's fields"] = ManyDefinitions(),
        ["definitions: a field of one letter, again and again"] = ManyFields(),
        ["definitions: one struct after the other, each in the next"] = Chain(),
        ["names of types: fifteen of 64 KiB"] = LongTypeNames(),
        ["names of fields: a thousand bytes each"] = LongFieldNames(),
        ["definitions: empty structs, and a value of each"] = ManyDefinitions([.. Enumerable.Range(B, 990).SelectMany(i => Message([.. Int(i), 0]))]),
        ["nesting: slices in slices, 199 deep"] = Value([Slice(A, A)], A, Nested()),
        ["nesting: slices in slices in twos"] = Value([Slice(A, A)], A, Twos(15)),
        ["nesting: maps in maps, as keys and elements"] = Value([Map(A, A, A)], A, MapTree(16)),
        ["nesting: maps in maps, each with a key"] = Value([Map(A, 2, A)], A, [.. Uint(k / 396), .. Repeat(k / 396, [0, .. Repeat(197, 1, 0), 0])]),
        ["nesting: structs in structs"] = Value([Struct(A, ("A", A)), Slice(B, A)], B, [.. Uint(k / 397), .. Repeat(k / 397, [.. Repeat(198, 1), .. new byte[199]])]),
        ["nesting: counts of slices that are not there"] = Value([Slice(A, A)], A, False(4)),
        ["nesting: counts of maps that are not there"] = Value([Map(A, 2, A)], A, False(4, 0)),
        ["nesting: counts of slices that hold interfaces"] =
            Value([Slice(A, B), Struct(B, ("A", A), ("I", 8))], A, False(1, 1)),
        ["nesting: counts in structs that are not there"] = Value([Slice(A, B), Struct(B, ("A", A))], A, False(2, 1)),
        ["counts: slices that may hold interfaces, more than there are"] =
            Value([Slice(A, B), Slice(B, 8)], A, [.. Uint(int.MaxValue), .. new byte[k]]),
        ["counts: slices in slices that may hold interfaces, more than there are"] =
            Value([Slice(A, A + 1), Struct(B, ("A", A), ("I", 8))], A, [.. Uint(k), 1, .. Uint(int.MaxValue), .. new byte[k]]),
        ["counts: more elements than there are"] = Value([Slice(A, 2)], A, [.. Uint(k), .. new byte[k - 1]]),
        ["counts: more entries than there are"] = Value([Map(A, 2, 2)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of empty structs"] = Elements(Struct(B)),
        ["slice of empty slices"] = Elements(Slice(B, 2)),
        ["slice of empty maps"] = Elements(Map(B, 2, 2)),
        ["slice of empty arrays"] = Elements(Array(B, 2, 0)),
        ["slice of empty opaque values"] = Elements(Opaque(B)),
        ["slice of empty strings"] = Value([Slice(A, 6)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of empty bytes"] = Value([Slice(A, 5)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of numbers"] = Value([Slice(A, 2)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of floats"] = Value([Slice(A, 4)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of complex numbers"] = Value([Slice(A, 7)], A, [.. Uint(k / 2), .. new byte[k]]),
        ["slice of structs of one field"] = Value([Slice(A, B), Struct(B, ("A", 2))], A, [.. Uint(k / 3), .. Repeat(k / 3, 1, 2, 0)]),
        ["array of one-element arrays"] = Value([Array(A, B, k / 2), Array(B, 2, 1)], A, [.. Uint(k / 2), .. Repeat(k / 2, 1, 2)]),
        ["map of numbers"] = Value([Map(A, 2, 2)], A, Entries(3, i => [0xfe, (byte)(i >> 8), (byte)i, 0])),
        ["map of strings"] = Value([Map(A, 6, 6)], A, Entries(3, i => [3, (byte)('a' + (i >> 10)), (byte)('a' + ((i >> 5) & 31)), (byte)('a' + (i & 31)), 0])),
        ["map with one key again and again"] = Value([Map(A, 2, 2)], A, [.. Uint(k / 2), .. new byte[k]]),
        ["map of empty structs"] = Value([Map(A, B, B), Struct(B)], A, [.. Uint(k / 2), .. new byte[k]]),
        ["slice of nil interfaces"] = Value([Slice(A, 8)], A, [.. Uint(k), .. new byte[k]]),
        ["slice of interface values"] = Value([Slice(A, 8)], A, [.. Uint(k / 9), .. Repeat(k / 9, [.. Text("int"), 4, 3, 0, 0xff, 0xff])]),
        ["interface values of empty structs"] = Value([Slice(A, 8), Struct(B)], A, [.. Uint(k / 6), .. Repeat(k / 6, [.. Text("e"), .. Int(B), 1, 0])]),
        ["interface values of types defined long ago"] = ManyDefinitions(
            [.. Message([.. Int(A + 995), 0, .. Uint(k / 7), .. Repeat(k / 7, [.. Text("e"), .. Int(B), 1, 0])])]),
        ["interface values in each other"] = Value([Struct(A, ("I", 8))], A, NestedInterfaces()),
        ["interface values that each bring a type"] = SplitParts(),
        ["struct with a name of a thousand bytes, printed often"] =
            Value([Slice(A, B), Struct(B, (new string('n', 1_000), 2))], A, [.. Uint(k / 3), .. Repeat(k / 3, 1, 2, 0)]),
    };

    private static byte[] Value(byte[][] definitions, int id, byte[] value)
    {
        byte[] zero = id == A && definitions[0][2] == 3 ? [] : [0];
        return [.. definitions.SelectMany(d => Message(d)), .. Message([.. Int(id), .. zero, .. value])];
    }

    private byte[] Elements(byte[] element) => Value([Slice(A, B), element], A, [.. Uint(k), .. new byte[k]]);

    private static byte[] ManyDefinitions(params byte[] more)
    {
        int[] ids = [.. Enumerable.Range(B, 990)];
        return [.. Value([Struct(A, [.. ids.Select(i => ("F" + i, i))]), .. ids.Select(i => Struct(i)), Slice(A + 995, 8)], A, [0]), .. more];
    }

    private static byte[] ManyFields()
    {
        var fields = Enumerable.Repeat(("A", 2), 1_000).ToArray();
        int[] ids = [.. Enumerable.Range(B, 100)];
        return Value([Struct(A, [.. ids.Select(i => ("F", i))]), .. ids.Select(i => Struct(i, fields))], A, [0]);
    }

    private static byte[] Chain() => Value([.. Enumerable.Range(A, 900).Select(i => Struct(i, ("A", i == A + 899 ? 2 : i + 1)))], A, [0]);

    private static byte[] LongTypeNames() =>
        Value([.. Enumerable.Range(A, 15).Select(i => Named(i, new string('n', 64 << 10), ("A", i == A + 14 ? 2 : i + 1)))], A, [0]);

    private static byte[] LongFieldNames() =>
        Value([Struct(A, [.. Enumerable.Range(0, 250).Select(i => (new string('f', 997) + i, 2))])], A, [0]);

    private byte[] Nested()
    {
        byte[] one = [.. Repeat(198, 1), 0];
        return [.. Uint(k / one.Length), .. Repeat(k / one.Length, one)];
    }

    /// <summary>Slices of two slices each, so many levels of them.</summary>
    private static byte[] Twos(int levels) => levels == 0 ? [0] : [2, .. Twos(levels - 1), .. Twos(levels - 1)];

    private static byte[] MapTree(int levels) => levels == 0 ? [0] : [1, .. MapTree(levels - 1), .. MapTree(levels - 1)];

    /// <summary>Counts of as many as there are bytes, 190 in each other, and zeros to make it true of the first.</summary>
    private byte[] False(int part, params byte[] before)
    {
        byte[] one = [.. Uint(k / part), .. before];
        return [.. Repeat(190, one), .. new byte[k]];
    }

    private static byte[] Entries(int _, Func<int, byte[]> entry) => [.. Uint(20_000), .. Enumerable.Range(256, 20_000).SelectMany(entry)];

    private static byte[] NestedInterfaces()
    {
        byte[] inner = [0];
        for (int i = 0; i < 90; i++)
            inner = [1, .. Text("e"), .. Int(A), .. Uint(inner.Length), .. inner, 0];
        return inner;
    }

    private static byte[] SplitParts()
    {
        List<byte> gob = [.. Message(Slice(A, 8))];
        List<byte> message = [.. Int(A), 0, .. Uint(900)];
        for (int i = 0; i < 900; i++)
        {
            message.AddRange([.. Text("e"), .. Struct(B + i)]);
            gob.AddRange(Message([.. message]));
            message = [.. Int(B + i), 1, 0];
        }

        return [.. gob, .. Message([.. message])];
    }
}
