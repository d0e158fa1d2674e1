using System.Text;

namespace Gobwire.Tests.Limits;

/// <summary>Parts of streams made by hand.</summary>
internal static class Crafted
{
    public const int FirstId = 65;

    public static byte[] Message(params byte[] body) => [.. Uint(body.Length), .. body];

    public static byte[] Int(long value) => Uint(value < 0 ? (~value << 1) | 1 : value << 1);

    public static byte[] Uint(long value)
    {
        if (value is >= 0 and < 0x80)
            return [(byte)value];
        byte[] bytes = BitConverter.GetBytes(value);
        System.Array.Reverse(bytes);
        bytes = bytes.AsSpan().TrimStart((byte)0).ToArray();
        return [(byte)-bytes.Length, .. bytes];
    }

    public static byte[] Text(string text) => [.. Uint(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>A slice's definition, without its length.</summary>
    public static byte[] Slice(int id, int element) => [.. Int(-id), 2, 1, 2, .. Int(id), 0, 1, .. Int(element), 0, 0];

    public static byte[] Array(int id, int element, int length) =>
        [.. Int(-id), 1, 1, 2, .. Int(id), 0, 1, .. Int(element), .. (length == 0 ? (byte[])[] : [1, .. Int(length)]), 0, 0];

    public static byte[] Map(int id, int key, int element) => [.. Int(-id), 4, 1, 2, .. Int(id), 0, 1, .. Int(key), 1, .. Int(element), 0, 0];

    public static byte[] Opaque(int id) => [.. Int(-id), 5, 1, 2, .. Int(id), 0, 0, 0];

    /// <summary>A struct's definition, without its length.</summary>
    public static byte[] Struct(int id, params IReadOnlyList<(string Name, int Type)> fields) => Named(id, "", fields);

    public static byte[] Named(int id, string name, params IReadOnlyList<(string Name, int Type)> fields)
    {
        List<byte> body = [.. Int(-id), 3, 1];
        body.AddRange(name.Length == 0 ? [2] : [1, .. Text(name), 1]);
        body.AddRange([.. Int(id), 0]);
        if (fields.Count > 0)
        {
            body.AddRange([1, .. Uint(fields.Count)]);
            foreach ((string field, int type) in fields)
                body.AddRange([1, .. Text(field), 1, .. Int(type), 0]);
        }

        body.AddRange([0, 0]);
        return [.. body];
    }

    /// <summary>Some bytes, again and again.</summary>
    public static byte[] Repeat(int count, params byte[] piece)
    {
        byte[] all = new byte[count * piece.Length];
        for (int i = 0; i < count; i++)
            piece.CopyTo(all, i * piece.Length);
        return all;
    }
}
