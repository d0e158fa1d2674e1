using static Gobwire.Tests.Limits.Crafted;

namespace Gobwire.Tests.Limits;

/// <summary>Streams made to cost as much memory as can be for their size. Each is a whole gob, or one but for its end.</summary>
internal static class HostileStreams
{
    private const int K = 1 << 18;
    private const int A = FirstId;
    private const int B = FirstId + 1;

    public static Dictionary<string, byte[]> All { get; } = new()
    {
        ["definitions: empty structs, all of them a value's fields"] = ManyDefinitions(),
        ["definitions: a field of one letter, again and again"] = ManyFields(),
        ["definitions: one struct after the other, each in the next"] = Chain(),
        ["names of types: fifteen of 64 KiB"] = LongTypeNames(),
        ["names of fields: a thousand bytes each"] = LongFieldNames(),
        ["nesting: slices in slices, 199 deep"] = Value([Slice(A, A)], A, Nested()),
        ["counts: more elements than there are"] = Value([Slice(A, 2)], A, [.. Uint(K), .. new byte[K - 1]]),
        ["counts: more entries than there are"] = Value([Map(A, 2, 2)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of empty structs"] = Elements(Struct(B)),
        ["slice of empty slices"] = Elements(Slice(B, 2)),
        ["slice of empty maps"] = Elements(Map(B, 2, 2)),
        ["slice of empty arrays"] = Elements(Array(B, 2, 0)),
        ["slice of empty opaque values"] = Elements(Opaque(B)),
        ["slice of empty strings"] = Value([Slice(A, 6)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of empty bytes"] = Value([Slice(A, 5)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of numbers"] = Value([Slice(A, 2)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of floats"] = Value([Slice(A, 4)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of complex numbers"] = Value([Slice(A, 7)], A, [.. Uint(K / 2), .. new byte[K]]),
        ["slice of structs of one field"] = Value([Slice(A, B), Struct(B, ("A", 2))], A, [.. Uint(K / 3), .. Repeat(K / 3, 1, 2, 0)]),
        ["array of one-element arrays"] = Value([Array(A, B, K / 2), Array(B, 2, 1)], A, [.. Uint(K / 2), .. Repeat(K / 2, 1, 2)]),
        ["map of numbers"] = Value([Map(A, 2, 2)], A, Entries(3, i => [0xfe, (byte)(i >> 8), (byte)i, 0])),
        ["map of strings"] = Value([Map(A, 6, 6)], A, Entries(3, i => [3, (byte)('a' + (i >> 10)), (byte)('a' + ((i >> 5) & 31)), (byte)('a' + (i & 31)), 0])),
        ["map with one key again and again"] = Value([Map(A, 2, 2)], A, [.. Uint(K / 2), .. new byte[K]]),
        ["map of empty structs"] = Value([Map(A, B, B), Struct(B)], A, [.. Uint(K / 2), .. new byte[K]]),
        ["slice of nil interfaces"] = Value([Slice(A, 8)], A, [.. Uint(K), .. new byte[K]]),
        ["slice of interface values"] = Value([Slice(A, 8)], A, [.. Uint(K / 9), .. Repeat(K / 9, [.. Text("int"), 4, 3, 0, 0xff, 0xff])]),
        ["interface values of empty structs"] = Value([Slice(A, 8), Struct(B)], A, [.. Uint(K / 6), .. Repeat(K / 6, [.. Text("e"), .. Int(B), 1, 0])]),
        ["interface values in each other"] = Value([Struct(A, ("I", 8))], A, NestedInterfaces()),
        ["interface values that each bring a type"] = SplitParts(),
        ["struct with a name of a thousand bytes, printed often"] =
            Value([Slice(A, B), Struct(B, (new string('n', 1_000), 2))], A, [.. Uint(K / 3), .. Repeat(K / 3, 1, 2, 0)]),
    };

    private static byte[] Value(byte[][] definitions, int id, byte[] value)
    {
        byte[] zero = id == A && definitions[0][2] == 3 ? [] : [0];
        return [.. definitions.SelectMany(d => Message(d)), .. Message([.. Int(id), .. zero, .. value])];
    }

    private static byte[] Elements(byte[] element) => Value([Slice(A, B), element], A, [.. Uint(K), .. new byte[K]]);

    private static byte[] ManyDefinitions()
    {
        int[] ids = [.. Enumerable.Range(B, 990)];
        return Value([Struct(A, [.. ids.Select(i => ("F" + i, i))]), .. ids.Select(i => Struct(i))], A, [0]);
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

    private static byte[] Nested()
    {
        byte[] one = [.. Repeat(198, 1), 0];
        return [.. Uint(K / one.Length), .. Repeat(K / one.Length, one)];
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
