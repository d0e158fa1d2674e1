using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Gobwire.Values;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>The codecs of types that need no shape: basic types, those with a form of their own in Go, and simple collections of them.</summary>
internal static class BuiltInCodecs
{
    private static readonly Dictionary<Type, Codec> All = [];

    static BuiltInCodecs()
    {
        AddValue(new BoolCodec());
        AddValue(new IntCodec<sbyte>("int8"));
        AddValue(new IntCodec<short>("int16"));
        AddValue(new IntCodec<int>("int"));
        AddValue(new IntCodec<long>("int64"));
        AddValue(new IntCodec<nint>("int"));
        AddValue(new UintCodec<ushort>("uint16"));
        AddValue(new UintCodec<uint>("uint"));
        AddValue(new UintCodec<ulong>("uint64"));
        AddValue(new UintCodec<nuint>("uintptr"));
        AddValue(new FloatCodec<float>("float32"));
        AddValue(new FloatCodec<double>("float64"));
        AddValue(new FloatCodec<Half>("float32"));
        AddValue(new ComplexCodec());
        AddWithCollections(new StringCodec());
        Add(new UintCodec<byte>("uint8"));
        AddBytes(new BytesCodec());
        AddRunes(new IntCodec<int>("int32"));
        AddTimes(new TimeCodec());
        AddWithCollections(new BigIntegerCodec());
        AddWithCollections(new GuidCodec());
        AddWithCollections(new BigFloatCodec());
        AddWithCollections(new RationalCodec());
        AddWithCollections(new UriCodec());
        AddWithCollections(new IPAddressCodec());
        AddWithCollections(new IPEndPointCodec());
        AddWithCollections(new IPNetworkCodec());
        Add(new GobValueCodec());
    }

    public static Codec<T>? Find<T>() => (Codec<T>?)All.GetValueOrDefault(typeof(T));

    public static bool Contains(Type type) => All.ContainsKey(type);

    /// <summary>The codec of a basic type.</summary>
    public static Codec<T> Get<T>() => (Codec<T>)All[typeof(T)];

    private static void Add<T>(Codec<T> codec) => All.Add(typeof(T), codec);

    private static void AddWithCollections<T>(Codec<T> codec)
    {
        Add(codec);
        Add(new ArraySliceCodec<T>(codec));
        Add(new ListSliceCodec<T>(codec));
        Add(new DictionaryMapCodec<string, T>(Find<string>() ?? (Codec<string>)(object)codec, codec));
    }

    private static void AddValue<T>(Codec<T> codec)
        where T : struct
    {
        Add(codec);
        Add(new ArraySliceCodec<T>(codec));
        Add(new ListSliceCodec<T>(codec));
    }

    private static void AddBytes(BytesCodec bytes)
    {
        AddWithCollections(bytes);
        Add(new ConvertingCodec<ReadOnlyMemory<byte>, byte[]>(bytes, m => m.ToArray(), b => b));
        Add(new ConvertingCodec<Memory<byte>, byte[]>(bytes, m => m.ToArray(), b => b));
        Add(new ConvertingCodec<ImmutableArray<byte>, byte[]>(bytes, a => a.IsDefault ? [] : [.. a], b => [.. b]));
        Add(new ConvertingCodec<List<byte>, byte[]>(bytes, l => l is null ? [] : [.. l], b => [.. b]));
    }

    private static void AddRunes(Codec<int> rune)
    {
        // Go's rune is an int32; a char is one too, as far as it fits.
        Add(new ConvertingCodec<char, int>(rune, c => c, i => checked((char)i)));
        Add(new ConvertingCodec<Rune, int>(rune, r => r.Value, i => new Rune(i)));
    }

    private static void AddTimes(TimeCodec time)
    {
        AddWithCollections(time);
        AddWithCollections(new ConvertingCodec<DateTime, DateTimeOffset>(time, ToOffset, t => t.UtcDateTime));
        AddWithCollections(
            new ConvertingCodec<TimeSpan, long>(
                Get<long>(),
                t => checked(t.Ticks * 100),
                n => TimeSpan.FromTicks(n / 100),
                LocalType.Basic(GobType.Int, "Duration", "time")));
    }

    /// <summary>A time of unspecified kind is taken as UTC: there is no zone to ask. One that its zone takes past the ends of the calendar is the end.</summary>
    private static DateTimeOffset ToOffset(DateTime time)
    {
        TimeSpan offset = time.Kind == DateTimeKind.Local ? TimeZoneInfo.Local.GetUtcOffset(time) : TimeSpan.Zero;
        long utc = time.Ticks - offset.Ticks;
        return utc >= 0 && utc <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(time.Ticks, offset)
            : new DateTimeOffset(utc < 0 ? DateTime.MinValue.Ticks : DateTime.MaxValue.Ticks, TimeSpan.Zero);
    }
}
