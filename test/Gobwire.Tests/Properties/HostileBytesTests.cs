using System.Buffers;
using CsCheck;
using Gobwire.Tests.Golden;
using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests.Properties;

/// <summary>Bytes from nobody knows where: never worse than a <see cref="GobException"/>, and the same however they are taken.</summary>
public sealed class HostileBytesTests
{
    private const int Iterations = 3_000;

    private static readonly string[] Names = [.. GoldenCase.Names.Where(n => GoldenCase.Get(n).Gob.Length < 1_000)];

    private static readonly Gen<string> AnyName = Gen.Int[0, Names.Length - 1].Select(i => Names[i]);

    private static readonly Func<GobDecoder, bool>[] Types =
    [
        d => d.TryDecode(out Point _), d => d.TryDecode(out Anys _), d => d.TryDecode(out Node _), d => d.TryDecode(out int[] _),
        d => d.TryDecode(out Dictionary<string, string> _), d => d.TryDecode(out string _), d => d.TryDecode(out Sample _),
        d => d.TryDecode(out S _), d => d.TryDecode(out object?[] _), d => d.TryDecode(out DateTimeOffset _),
    ];

    [Fact]
    public void Random_bytes_are_refused_or_read() => Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, Types.Length - 1]).Sample(
        (bytes, type) =>
        {
            AssertTakenAlike(bytes);
            Take(new GobDecoder(bytes, GoldenShapes.Options), Types[type]);
        },
        iter: Iterations);

    [Fact]
    public void Damaged_streams_are_refused_or_read() => Gen.Select(AnyName, Gen.Select(Gen.Int[0, 999], Gen.Int[0, 4], Gen.Byte).Array[1, 4]).Sample(
        (name, damages) =>
        {
            byte[] bytes = GoldenCase.Get(name).Gob;
            foreach ((int place, int kind, byte value) in damages)
                bytes = Damage(bytes, place, kind, value);
            AssertTakenAlike(bytes);
            int index = 0;
            IReadOnlyList<TypedValue> typed = TypedCases.Get(name);
            Take(new GobDecoder(bytes, GoldenShapes.Options), d => typed[Math.Min(index++, typed.Count - 1)].TryDecode(d, out _));
            foreach (Func<GobDecoder, bool> type in Types)
                Take(new GobDecoder(bytes, GoldenShapes.Options), type);
        },
        iter: Iterations);

    [Fact]
    public void Streams_one_behind_the_other_are_refused_or_read_by_a_decoder_that_accepts_new_encoders() =>
        Gen.Select(AnyName.Array[2, 4], Gen.Int[0, 999], Gen.Byte).Sample(
            (names, place, value) =>
            {
                GobOptions options = GoldenShapes.Options with { AcceptNewEncoders = true };
                byte[] bytes = [.. names.SelectMany(n => GoldenCase.Get(n).Gob)];
                (int count, GobException? error) = Take(new GobDecoder(bytes, options), d => d.TrySkip());
                Assert.Null(error);
                Assert.Equal(names.Sum(n => GoldenCase.Get(n).Json.Count), count);
                Take(new GobDecoder(Damage(bytes, place, 0, value), options), d => d.TryDecode(out GobValue _));
            },
            iter: Iterations / 10);

    private static byte[] Damage(byte[] bytes, int place, int kind, byte value)
    {
        if (bytes.Length == 0)
            return [value];
        place %= bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], value, .. bytes[place..]],
            2 => [.. bytes[..place], .. bytes[(place + 1)..]],
            3 => [.. bytes[..place], .. bytes[(place / 2)..]],
            _ => [.. bytes[..place], (byte)(bytes[place] ^ (1 << (value % 8))), .. bytes[(place + 1)..]],
        };
    }

    /// <summary>All ways without a type come to the same values and the same kind of error, from any input.</summary>
    private static void AssertTakenAlike(byte[] bytes)
    {
        (int count, GobException? error) = Take(new GobDecoder(bytes), d => d.TrySkip());
        Func<GobDecoder, bool>[] ways = [d => d.TryDecode(out GobValue _), d => d.TryDecodeJson(new ArrayBufferWriter<byte>())];
        foreach (Func<GobDecoder, bool> way in ways)
            AssertSame(Take(new GobDecoder(bytes), way));
        AssertSame(Take(new GobDecoder(ByteSegment.Cut(bytes, 7)), d => d.TrySkip()));
        AssertSame(Take(new GobDecoder(new DribbleStream(bytes, 3)), d => d.TrySkip()));

        void AssertSame((int Count, GobException? Error) other) => Assert.Equal((count, error?.Kind), (other.Count, other.Error?.Kind));
    }

    /// <summary>Takes values up to the end, or to the first error that is not one of type or range.</summary>
    private static (int Count, GobException? Error) Take(GobDecoder decoder, Func<GobDecoder, bool> take)
    {
        int count = 0;
        while (true)
        {
            try
            {
                if (!take(decoder))
                    return (count, null);
                count++;
            }
            catch (GobException error)
            {
                bool isMisfit =
                    error.Kind is GobErrorKind.TypeMismatch or GobErrorKind.OutOfRange or GobErrorKind.UnknownName or GobErrorKind.UnsupportedType;
                if (!isMisfit || error.Message.Contains("lost before", StringComparison.Ordinal))
                    return (count, error);
            }
        }
    }
}
