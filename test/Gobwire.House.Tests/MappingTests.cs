using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Numerics;
using System.Text;
using PolyType;

namespace Gobwire.House.Tests;

/// <summary>Each row of docs/mapping.md is run: what it names goes out as the kind of type it says, and comes back.</summary>
public sealed class MappingTests
{
    private static readonly Dictionary<string, Action> Rows = new()
    {
        ["bool"] = () => Travels(true, GobTypeKind.Bool),
        ["int, of any size"] = Ints,
        ["uint, of any size"] = Uints,
        ["float32, float64"] = Floats,
        ["complex64, complex128"] = () => Travels(new Complex(1, -2), GobTypeKind.Complex),
        ["string"] = Strings,
        ["[]byte"] = Bytes,
        ["slice"] = Slices,
        ["array"] = Arrays,
        ["map"] = Maps,
        ["struct"] = Structs,
        ["embedded struct"] = () => Assert.Equal("""{"Base":{"Id":1},"X":2}""", Json(new MappedEmbedding(1, 2))),
        ["pointer"] = Pointers,
        ["interface"] = Interfaces,
        ["anything"] = () => Assert.Equal("[1,2]", GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize<int[]>([1, 2])).ToJson()),
        ["`time.Time`"] = Times,
        ["`time.Duration`"] = () => Assert.Equal("1500000000", Json(TimeSpan.FromSeconds(1.5))),
        ["`*big.Int`"] = () => Travels(BigInteger.Pow(10, 40), GobTypeKind.GobEncoder),
        ["`*big.Rat`"] = () => Travels(new GobRational(1, 3), GobTypeKind.GobEncoder),
        ["`*big.Float`"] = () => Travels(default(GobBigFloat), GobTypeKind.GobEncoder),
        ["`*url.URL`"] = () => Travels(new Uri("https://go.dev/blog/gob"), GobTypeKind.BinaryMarshaler),
        ["`netip.Addr`, `netip.AddrPort`, `netip.Prefix`"] = Addresses,
        ["`net.IP`"] = NetIP,
        ["`uuid.UUID` (google/uuid)"] = () => Travels(new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"), GobTypeKind.BinaryMarshaler),
        ["your own `GobEncoder`, `BinaryMarshaler`, `TextMarshaler`"] = () => Travels(new MappedMoney(250), GobTypeKind.GobEncoder),
    };

    public static TheoryData<string> GoTypes =>
        [.. Repository.Read("docs/mapping.md").Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Split('|')[1].Trim())
            .Where(cell => cell is not ("Go" or "Go on the wire" or "---"))];

    [Theory]
    [MemberData(nameof(GoTypes))]
    public void A_row_is_true(string goType) => Rows[goType]();

    [Fact]
    public void No_check_is_without_its_row() => Assert.Equal(GoTypes.Count, Rows.Count);

    private static void Ints()
    {
        Travels<sbyte>(-1, GobTypeKind.Int);
        Travels<short>(-1, GobTypeKind.Int);
        Travels(-1, GobTypeKind.Int);
        Travels(-1L, GobTypeKind.Int);
        Travels<nint>(-1, GobTypeKind.Int);
        Travels('ß', GobTypeKind.Int);
        Travels(new Rune('ß'), GobTypeKind.Int);
        Assert.Equal(MappedColour.Green, GobSerializer.Deserialize<MappedPaint>(GobSerializer.Serialize(new MappedPaint(MappedColour.Green))).Colour);
        Fails<sbyte>(GobErrorKind.OutOfRange, GobSerializer.Serialize(128));
    }

    private static void Uints()
    {
        Travels<byte>(1, GobTypeKind.Uint);
        Travels<ushort>(1, GobTypeKind.Uint);
        Travels(1u, GobTypeKind.Uint);
        Travels(ulong.MaxValue, GobTypeKind.Uint);
        Travels<nuint>(1, GobTypeKind.Uint);
        Fails<uint>(GobErrorKind.TypeMismatch, GobSerializer.Serialize(1));
    }

    private static void Floats()
    {
        Travels(0.5f, GobTypeKind.Float);
        Travels(0.1, GobTypeKind.Float);
        Travels((Half)0.5, GobTypeKind.Float);
        Fails<float>(GobErrorKind.OutOfRange, GobSerializer.Serialize(1e300));
    }

    private static void Strings()
    {
        Travels("tea", GobTypeKind.String);
        byte[] notUtf8 = Convert.FromHexString("050C0002FFFE");
        Assert.Equal([0xFF, 0xFE], GobSerializer.Deserialize<byte[]>(notUtf8));
        Fails<string>(GobErrorKind.OutOfRange, notUtf8);
    }

    private static void Bytes()
    {
        byte[] bytes = [1, 2];
        byte[] gob = GobSerializer.Serialize(bytes);
        Assert.Equal(bytes, GobSerializer.Deserialize<Memory<byte>>(gob).ToArray());
        Assert.Equal(bytes, GobSerializer.Deserialize<ReadOnlyMemory<byte>>(gob).ToArray());
        Travels(bytes, GobTypeKind.Bytes);
        Travels(bytes.ToImmutableArray(), GobTypeKind.Bytes);
        Travels(bytes.ToList(), GobTypeKind.Bytes);
    }

    private static void Slices()
    {
        Travels<int[]>([1, 2], GobTypeKind.Slice);
        Travels<List<string>>(["a", ""], GobTypeKind.Slice);
        Travels<HashSet<int>>([1, 2], GobTypeKind.Slice);
        Travels<ImmutableList<int>>([1, 2], GobTypeKind.Slice);
    }

    private static void Arrays()
    {
        byte[] gob = GobSerializer.Serialize(new MappedArray { Values = [1, 2, 3] });
        GobType type = Assert.Single(GobSerializer.Deserialize<GobValue>(gob).Type.Fields).Type;
        Assert.Equal((GobTypeKind.Array, 3L), (type.Kind, type.Length));
        Assert.Equal([1, 2, 3], GobSerializer.Deserialize<MappedArray>(gob).Values);
        Assert.Equal(GobErrorKind.InvalidValue, Assert.Throws<GobException>(() => GobSerializer.Serialize(new MappedArray { Values = [1] })).Kind);
    }

    private static void Maps()
    {
        Travels(new Dictionary<string, int> { ["one"] = 1 }, GobTypeKind.Map);
        Travels(new Dictionary<string, int> { ["one"] = 1 }.ToImmutableDictionary(), GobTypeKind.Map);
        var full = new MappedMaps(new Dictionary<string, int> { ["one"] = 1 }.ToFrozenDictionary(), []);
        Assert.Equal("""{"Frozen":{"one":1},"Optional":{}}""", Json(full));
        Assert.Equal("""{"Frozen":{"one":1}}""", Json(full with { Optional = null }));
    }

    private static void Structs()
    {
        Travels(new MappedRenamed(1, 2), GobTypeKind.Struct);
        Assert.Equal("""{"Number":1,"b":2}""", Json(new MappedRenamed(1, 2)));
        var named = new GobOptions { FieldNaming = GobNamingPolicy.Exported };
        Assert.Equal("""{"Number":1,"B":2}""", Json(new MappedRenamed(1, 2), named));
    }

    private static void Pointers()
    {
        Assert.Equal("""{"Value":1,"Next":{"Value":2}}""", Json(new MappedNode(1, new MappedNode(2, null))));
        Assert.Null(GobSerializer.Deserialize<MappedNode>(GobSerializer.Serialize(new MappedNode(0, null))).Value);
    }

    private static void Interfaces()
    {
        GobOptions options = GobOptions.Default.Register<MappedRenamed>("main.Renamed");
        byte[] gob = GobSerializer.Serialize(new MappedHolder(new MappedRenamed(1, 2)), options);
        Assert.Equal(new MappedRenamed(1, 2), GobSerializer.Deserialize<MappedHolder>(gob, options).Value);
        Assert.Equal("""{"Value":{"$type":"main.Renamed","$value":{"Number":1,"b":2}}}""", GobSerializer.Deserialize<GobValue>(gob).ToJson());
        Assert.Equal("""{"Shape":{"$type":"main.Square","$value":{"Side":3}}}""", Json(new MappedDrawing(new MappedSquare(3))));
    }

    private static void Times()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1);
        Travels(time, GobTypeKind.GobEncoder);
        Travels(time.UtcDateTime, GobTypeKind.GobEncoder);
        Assert.Equal("\"2026-01-02T03:04:05.0000001+02:00\"", Json(time));
    }

    private static void Addresses()
    {
        Travels(IPAddress.Parse("2001:db8::1"), GobTypeKind.BinaryMarshaler);
        Travels(IPEndPoint.Parse("192.0.2.1:61000"), GobTypeKind.BinaryMarshaler);
        Travels(IPNetwork.Parse("192.0.2.0/24"), GobTypeKind.BinaryMarshaler);
    }

    private static void NetIP()
    {
        Assert.Equal(IPAddress.Parse("192.0.2.1"), GobSerializer.Deserialize<IPAddress>(GobSerializer.Serialize(new byte[] { 192, 0, 2, 1 })));
        GobOptions options = GobOptions.Default.WithMarshaler(new GobNetIPMarshaler());
        Assert.Equal("\"wAACAQ==\"", Json(IPAddress.Parse("192.0.2.1"), options));
    }

    private static void Travels<T>(T value, GobTypeKind kind)
    {
        byte[] gob = GobSerializer.Serialize(value);
        Assert.Equal(kind, GobSerializer.Deserialize<GobValue>(gob).Type.Kind);
        Assert.Equal(value, GobSerializer.Deserialize<T>(gob));
    }

    private static void Fails<T>(GobErrorKind kind, byte[] gob) => Assert.Equal(kind, Assert.Throws<GobException>(() => GobSerializer.Deserialize<T>(gob)).Kind);

    private static string Json<T>(T value, GobOptions? options = null) =>
        GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(value, options)).ToJson();
}
