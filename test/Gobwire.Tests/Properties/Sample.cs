using CsCheck;
using PolyType;

namespace Gobwire.Tests.Properties;

/// <summary>A value with a bit of everything that comes back the same.</summary>
[GenerateShape]
internal sealed partial class Sample
{
    public bool Flag { get; set; }

    public sbyte Tiny { get; set; }

    public long Long { get; set; }

    public ulong Ulong { get; set; }

    public double Double { get; set; }

    public float Float { get; set; }

    public string Text { get; set; } = "";

    public byte[] Bytes { get; set; } = [];

    public int[] Numbers { get; set; } = [];

    public List<string> Texts { get; set; } = [];

    public Dictionary<string, long>? Map { get; set; }

    public Dictionary<int, Sample> Kids { get; set; } = [];

    public Sample? Next { get; set; }

    public object?[] Anys { get; set; } = [];

    public DateTimeOffset Time { get; set; }

    [GobArray(2)]
    public Sample?[][] Pairs { get; set; } = [[], []];

    public static Gen<Sample> Gen { get; } = CsCheck.Gen.Recursive<Sample>((depth, self) => Create(depth < 2 ? self : null));

    /// <summary>Text that is well-formed.</summary>
    public static Gen<string> Texted { get; } =
        CsCheck.Gen.String[0, 40].Select(text => string.Concat(text.EnumerateRunes().Select(r => r.ToString())));

    private static Gen<object?> Any { get; } = CsCheck.Gen.OneOf(
        CsCheck.Gen.Const((object?)null),
        CsCheck.Gen.Bool.Select(v => (object?)v),
        CsCheck.Gen.Long.Select(v => (object?)v),
        CsCheck.Gen.Double.Select(v => (object?)v),
        Texted.Select(v => (object?)v),
        CsCheck.Gen.Short.Array[0, 5].Select(v => (object?)v),
        CsCheck.Gen.Byte.Array[0, 5].Select(v => (object?)v));

    private static Gen<Sample> Create(Gen<Sample>? self) =>
        from scalars in CsCheck.Gen.Select(CsCheck.Gen.Bool, CsCheck.Gen.SByte, CsCheck.Gen.Long, CsCheck.Gen.ULong, CsCheck.Gen.Double, CsCheck.Gen.Single)
        from text in Texted
        from bytes in CsCheck.Gen.Byte.Array[0, 300]
        from numbers in CsCheck.Gen.Int.Array[0, 20]
        from texts in Texted.List[0, 5]
        from map in CsCheck.Gen.Dictionary(Texted, CsCheck.Gen.Long)[0, 4]
        from anys in Any.Array[0, 6]
        from minutes in CsCheck.Gen.Int[-720, 720]
        from ticks in CsCheck.Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay]
        from kids in self is null ? CsCheck.Gen.Const(new List<Sample>()) : self.List[0, 3]
        select new Sample
        {
            Flag = scalars.Item1,
            Tiny = scalars.Item2,
            Long = scalars.Item3,
            Ulong = scalars.Item4,
            Double = scalars.Item5 + 0.0, // negative zero is left off, and comes back as zero
            Float = scalars.Item6 + 0.0f,
            Text = text,
            Bytes = bytes,
            Numbers = numbers,
            Texts = texts,
            Map = map.Count == 0 ? null : map,
            Kids = kids.Take(2).Index().ToDictionary(k => k.Index, k => k.Item),
            Next = kids.LastOrDefault(),
            Anys = anys,
            // Go has no zone a minute before UTC: its -1 marks UTC itself.
            Time = new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes == -1 ? 0 : minutes)),
            Pairs = [[.. kids.Take(1)], []],
        };
}
