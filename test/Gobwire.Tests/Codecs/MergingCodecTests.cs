using System.Collections.Immutable;
using System.IO.Pipelines;
using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class MergingCodecTests
{
    /// <summary>
    /// Go: T{S: "new", P: &amp;Inner{A: 1}, V: Inner{B: 2}, M: {"a": &amp;{A: 1}, "c": &amp;{A: 3}}, MV: {"a": {A: 1}}, L: {{A: 1}, {B: 2}},
    /// Arr: [2]Inner{{A: 5}, {}}, I: Inner{S: "i"}, B: {9, 9}, Q: []*Inner{{A: 7}}}, encoded by encoding/gob.
    /// </summary>
    private static readonly byte[] Sent = Convert.FromHexString(
        "5bff81030101015401ff8200010b01014e010400010153010c0001015001ff840001015601ff840001014d01ff860001024d5601ff880001014c01ff8a00010341727201"
        + "ff8c00010149011000010142010a0001015101ff8e00000025ff8303010105496e6e657201ff84000103010141010400010142010400010153010c00000027ff85040101"
        + "166d61705b737472696e675d2a6d61696e2e496e6e657201ff8600010c01ff84000026ff87040101156d61705b737472696e675d6d61696e2e496e6e657201ff8800010c"
        + "01ff8400001bff890201010c5b5d6d61696e2e496e6e657201ff8a0001ff8400001eff8b0101010d5b325d6d61696e2e496e6e657201ff8c0001ff84010400001cff8d02"
        + "01010d5b5d2a6d61696e2e496e6e657201ff8e0001ff8400004dff8202036e6577010102000102040001020161010200016301060001010161010200010201020002040001"
        + "02010a0000010a6d61696e2e496e6e6572ff840403016900010209090101010e0000");

    private static readonly GobOptions Options = GobOptions.Default.Register<InnerValue>("main.Inner");

    [Fact]
    public void An_object_is_merged_as_Go_merges_it()
    {
        T into = Existing(listCapacity: 1, out Inner p, out Dictionary<string, Inner> m, out Inner q);
        List<InnerValue> list = into.L;
        GobSerializer.DeserializeInto(Sent, ref into, Options);

        // What Go's decoder leaves in the same value.
        Assert.Equal((5, "new"), (into.N, into.S));
        Assert.Same(p, into.P);
        Assert.Equal(new Inner { A = 1, B = 10, S = "p" }, p);
        Assert.Equal(new InnerValue(11, 2, "v"), into.V);
        Assert.Same(m, into.M);
        Assert.Equal([("a", new Inner { A = 1 }), ("b", new Inner { A = 30, B = 30, S = "mb" }), ("c", new Inner { A = 3 })], m.Select(e => (e.Key, e.Value)).OrderBy(e => e.Key));
        Assert.Equal(new InnerValue(1, 0, ""), into.MV["a"]);
        Assert.Same(list, into.L);
        Assert.Equal([new(1, 0, ""), new(0, 2, "")], list);
        Assert.Equal([new(5, 1, "a0"), new(2, 2, "a1")], into.Arr);
        Assert.Equal(new InnerValue(0, 0, "i"), into.I);
        Assert.Equal([9, 9], into.B!);
        Assert.Same(q, Assert.Single(into.Q!));
        Assert.Equal(new Inner { A = 7, B = 40, S = "q" }, q);
    }

    [Fact]
    public void A_list_with_the_capacity_keeps_what_its_elements_have()
    {
        T into = Existing(listCapacity: 3, out _, out _, out _);
        GobSerializer.DeserializeInto(Sent, ref into, Options);
        Assert.Equal([new(1, 100, "old"), new(0, 2, "")], into.L);
    }

    [Fact]
    public void Without_a_value_a_new_one_is_made()
    {
        T? into = null;
        var decoder = new GobDecoder(Sent, Options);
        Assert.True(decoder.TryDecodeInto(ref into!));
        Assert.Equal(("new", 1, "i"), (into.S, into.P!.A, ((InnerValue)into.I!).S));
        T same = into;
        Assert.False(decoder.TryDecodeInto(ref into!));
        Assert.Same(same, into);
    }

    [Fact]
    public void The_arrays_of_numbers_and_bytes_that_fit_are_used_again()
    {
        int[] numbers = [1, 2, 3];
        int[] into = numbers;
        GobSerializer.DeserializeInto(GobSerializer.Serialize<int[]>([4, 5, 6]), ref into);
        Assert.Same(numbers, into);
        Assert.Equal([4, 5, 6], numbers);

        byte[] bytes = [1, 2];
        byte[] intoBytes = bytes;
        GobSerializer.DeserializeInto(GobSerializer.Serialize<byte[]>([3, 4]), ref intoBytes);
        Assert.Same(bytes, intoBytes);
        Assert.Equal([3, 4], bytes);

        GobSerializer.DeserializeInto(GobSerializer.Serialize<int[]>([7]), ref into);
        Assert.Equal([7], into);
        GobSerializer.DeserializeInto(GobSerializer.Serialize<int[]>([8, 9]), ref into);
        Assert.Equal([8, 9], into);
    }

    [Fact]
    public void A_record_is_replaced_by_one_that_keeps_what_does_not_come()
    {
        var before = new Person("Ada", 36, new Person("Charles", 44, null));
        Person into = before;
        GobSerializer.DeserializeInto(GobSerializer.Serialize(new Person("", 37, new Person("Babbage", 0, null))), ref into);
        Assert.Equal(new Person("Ada", 37, new Person("Babbage", 44, null)), into);
        Assert.Equal(36, before.Age);
    }

    [Fact]
    public void Members_of_embedded_structs_are_merged_too()
    {
        var into = new Flat { ID = 1, Name = "kept", X = 2 };
        Flat same = into;
        GobSerializer.DeserializeInto(GobSerializer.Serialize(new Flat { ID = 5 }), ref into);
        Assert.Same(same, into);
        Assert.Equal((5, "kept", 2), (into.ID, into.Name, into.X));

        var record = new FlatRecord(1, "kept", 2);
        GobSerializer.DeserializeInto(GobSerializer.Serialize(new FlatRecord(5, "", 0)), ref record);
        Assert.Equal(new FlatRecord(5, "kept", 2), record);
    }

    [Fact]
    public void Maps_of_every_kind_are_added_to()
    {
        var sorted = new SortedDictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        SortedDictionary<string, int> into = sorted;
        byte[] gob = GobSerializer.Serialize(new Dictionary<string, int> { ["b"] = 3, ["c"] = 4 });
        GobSerializer.DeserializeInto(gob, ref into);
        Assert.Same(sorted, into);
        Assert.Equal([("a", 1), ("b", 3), ("c", 4)], into.Select(e => (e.Key, e.Value)));

        ImmutableDictionary<string, int> immutable = ImmutableDictionary<string, int>.Empty.Add("a", 1).Add("b", 2);
        GobSerializer.DeserializeInto(gob, ref immutable);
        Assert.Equal([("a", 1), ("b", 3), ("c", 4)], immutable.Select(e => (e.Key, e.Value)).OrderBy(e => e.Key));
    }

    [Fact]
    public void A_nullable_struct_is_followed_like_a_pointer()
    {
        var into = new Holder { Value = new InnerValue(1, 2, "kept") };
        GobSerializer.DeserializeInto(GobSerializer.Serialize(new Holder { Value = new InnerValue(7, 0, "") }), ref into);
        Assert.Equal(new InnerValue(7, 2, "kept"), into.Value);
    }

    [Fact]
    public async Task A_pipe_decodes_into_a_value_too()
    {
        var pipe = new Pipe();
        var decoder = new GobDecoder(pipe.Reader);
        var existing = new Inner { A = 1, B = 2, S = "kept" };
        Task<GobDecodeResult<Inner>> decoding = decoder.TryDecodeIntoAsync(existing, TestContext.Current.CancellationToken).AsTask();
        foreach (byte b in GobSerializer.Serialize(new Inner { A = 9 }))
            await pipe.Writer.WriteAsync(new byte[] { b }, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        Assert.Same(existing, (await decoding).Value);
        Assert.Equal(new Inner { A = 9, B = 2, S = "kept" }, existing);
        Assert.False((await decoder.TryDecodeIntoAsync(existing, TestContext.Current.CancellationToken)).HasValue);
    }

    [Fact]
    public void A_mismatch_is_the_same_error_as_without_a_value()
    {
        var into = new Inner();
        GobException error = Assert.Throws<GobException>(() => GobSerializer.DeserializeInto(GobSerializer.Serialize(new OtherInner(true)), ref into));
        Assert.Equal((GobErrorKind.TypeMismatch, "Inner.A"), (error.Kind, error.Path));
    }

    private static T Existing(int listCapacity, out Inner p, out Dictionary<string, Inner> m, out Inner q)
    {
        p = new Inner { A = 10, B = 10, S = "p" };
        m = new() { ["a"] = new() { A = 20, B = 20, S = "ma" }, ["b"] = new() { A = 30, B = 30, S = "mb" } };
        q = new Inner { A = 40, B = 40, S = "q" };
        return new T
        {
            N = 5,
            S = "old",
            P = p,
            V = new(11, 11, "v"),
            M = m,
            MV = new() { ["a"] = new(21, 21, "x") },
            L = new(listCapacity) { new(100, 100, "old") },
            Arr = [new(1, 1, "a0"), new(2, 2, "a1")],
            I = new InnerValue(50, 50, "i"),
            B = [1, 2, 3],
            Q = [q, new() { A = 1 }],
        };
    }

    [GenerateShape]
    internal sealed partial record Inner
    {
        public int A { get; set; }

        public int B { get; set; }

        public string S { get; set; } = "";
    }

    [GenerateShape]
    internal partial record struct InnerValue(int A, int B, string S);

    [GenerateShape]
    internal sealed partial class T
    {
        public int N { get; set; }

        public string S { get; set; } = "";

        public Inner? P { get; set; }

        public InnerValue V { get; set; }

        public Dictionary<string, Inner> M { get; set; } = [];

        public Dictionary<string, InnerValue> MV { get; set; } = [];

        public List<InnerValue> L { get; set; } = [];

        [GobArray(2)]
        public InnerValue[] Arr { get; set; } = new InnerValue[2];

        public object? I { get; set; }

        public byte[]? B { get; set; }

        public Inner[]? Q { get; set; }
    }

    [GenerateShape]
    internal sealed partial record Person(string Name, int Age, Person? Mentor);

    [GenerateShape]
    internal sealed partial record OtherInner(bool A);

    [GenerateShape]
    internal sealed partial class Holder
    {
        public InnerValue? Value { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Flat
    {
        [GobEmbedded("Base")]
        public int ID { get; set; }

        [GobEmbedded("Base")]
        public string Name { get; set; } = "";

        public int X { get; set; }
    }

    [GenerateShape]
    internal sealed partial record FlatRecord([property: GobEmbedded("Base")] int ID, [property: GobEmbedded("Base")] string Name, int X);
}
