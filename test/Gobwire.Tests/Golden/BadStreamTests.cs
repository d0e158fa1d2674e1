using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Tests.Golden.Types;
using Gobwire.Tests.Streams;

namespace Gobwire.Tests.Golden;

/// <summary>Damaged and hostile streams end in a <see cref="GobException"/>, in bounded memory and stack, however they are taken.</summary>
public sealed class BadStreamTests
{
    /// <summary>These hold no value: nothing is wrong with them.</summary>
    private static readonly HashSet<string> CleanEnds = ["empty-message-then-eof", "zeros"];

    /// <summary>Whole gobs that only do not fit the type they were decoded into.</summary>
    private static readonly HashSet<string> Misfits =
    [
        "array-of-other-length", "bytes-into-string", "field-of-other-type", "float-into-int", "int-into-string", "interface-name-unknown",
        "interface-not-implemented", "overflow-float32", "overflow-int8", "overflow-uint16", "string-into-int", "struct-no-field-in-common",
        "uint-into-int",
    ];

    private static readonly Dictionary<string, Func<GobDecoder, bool>> IntoTypes = new()
    {
        ["main.Point"] = Into<Point>,
        ["main.Anys"] = Into<Anys>,
        ["main.Drawing"] = Into<Drawing>,
        ["main.Rec"] = Into<Rec>,
        ["main.S"] = Into<S>,
        ["main.V1"] = Into<V1>,
        ["struct { V int }"] = Into<OnlyV>,
        ["[3]int"] = Into<ArrayOf3<int>>,
        ["[2]int"] = Into<Pair>,
        ["string"] = Into<string>,
        ["[]uint8"] = Into<byte[]>,
        ["int"] = Into<int>,
        ["int8"] = Into<sbyte>,
        ["uint16"] = Into<ushort>,
        ["float32"] = Into<float>,
        ["map[string]int"] = Into<Dictionary<string, int>>,
        ["[]int"] = Into<int[]>,
        ["[]string"] = Into<string[]>,
    };

    private static readonly Dictionary<string, Func<GobDecoder, bool>> WithoutType = new()
    {
        ["untyped"] = Into<GobValue>,
        ["printed"] = d => d.TryDecodeJson(new ArrayBufferWriter<byte>()),
        ["skipped"] = d => d.TrySkip(),
    };

    [Theory]
    [MemberData(nameof(BadStream.Theory), MemberType = typeof(BadStream))]
    public void It_is_refused_where_it_is_decoded_into_a_type(string name) => AssertRefused(name, IntoTypes[BadStream.Get(name).Into], GobOptions.Default);

    [Theory]
    [MemberData(nameof(BadStream.Theory), MemberType = typeof(BadStream))]
    public void It_is_refused_where_no_type_is_given_unless_it_is_whole(string name)
    {
        foreach (Func<GobDecoder, bool> take in WithoutType.Values)
            AssertRefused(name, take, GobOptions.Default, isAccepted: Misfits.Contains(name));
    }

    [Theory]
    [MemberData(nameof(BadStream.Theory), MemberType = typeof(BadStream))]
    public void It_is_refused_from_a_trusted_source_too(string name) => AssertRefused(name, IntoTypes[BadStream.Get(name).Into], GobOptions.Trusted);

    [Theory]
    [MemberData(nameof(BadStream.Theory), MemberType = typeof(BadStream))]
    public async Task It_is_refused_from_a_pipe(string name)
    {
        BadStream bad = BadStream.Get(name);
        PipeReader pipe = PipeReader.Create(ByteSegment.Cut(bad.Gob, 4_096));
        var decoder = new GobDecoder(pipe, NewOptions(GobOptions.Default));
        CancellationToken token = TestContext.Current.CancellationToken;
        if (CleanEnds.Contains(name))
            Assert.False(await decoder.TrySkipAsync(token));
        else if (Misfits.Contains(name))
            Assert.True(await decoder.TrySkipAsync(token));
        else
            await Assert.ThrowsAsync<GobException>(async () => await decoder.TrySkipAsync(token));
    }

    [Theory]
    [MemberData(nameof(BadStream.Theory), MemberType = typeof(BadStream))]
    public void Cut_at_any_length_it_is_an_error_and_no_end_of_the_stream(string name)
    {
        byte[] gob = BadStream.Get(name).Gob;
        GobOptions options = NewOptions(GobOptions.Default);
        for (int length = 1; length < gob.Length; length += 1 + (gob.Length / 1_000))
        {
            byte[] cut = gob[..length];
            // Messages without bytes are nothing; anything else is a value, an error or a cut.
            bool isNothing = !cut.AsSpan().ContainsAnyExcept((byte)0);
            foreach (Func<GobDecoder, bool> take in WithoutType.Values.Append(IntoTypes[BadStream.Get(name).Into]))
            {
                foreach (GobDecoder decoder in new[] { new GobDecoder(cut, options), new GobDecoder(new DribbleStream(cut, gob.Length > 1_000 ? 499 : 1), options) })
                {
                    if (isNothing)
                        Assert.False(take(decoder));
                    else
                        Assert.Throws<GobException>(() => take(decoder));
                }
            }
        }
    }

    [Fact]
    public void The_names_of_misfits_and_clean_ends_are_those_of_streams() =>
        Assert.All([.. Misfits, .. CleanEnds], name => Assert.Contains(name, BadStream.Names));

    private static bool Into<T>(GobDecoder decoder) => decoder.TryDecode(out T _);

    /// <summary>Options of their own, so that nothing is compiled or known yet.</summary>
    private static GobOptions NewOptions(GobOptions limits) =>
        GoldenShapes.Options with
        {
            MaxDepth = limits.MaxDepth,
            MaxMessageSize = limits.MaxMessageSize,
            MaxTypeDefinitions = limits.MaxTypeDefinitions,
            PackageName = "main",
        };

    private static void AssertRefused(string name, Func<GobDecoder, bool> take, GobOptions limits, bool isAccepted = false)
    {
        BadStream bad = BadStream.Get(name);
        Func<GobOptions, GobDecoder>[] inputs =
        [
            options => new GobDecoder(bad.Gob, options),
            options => new GobDecoder(ByteSegment.Cut(bad.Gob, 4_096), options),
            options => new GobDecoder(new MemoryStream(bad.Gob), options),
            options => new GobDecoder(new DribbleStream(bad.Gob), options),
        ];
        foreach (Func<GobOptions, GobDecoder> input in inputs)
        {
            long allocated = SmallStack.Run(() =>
            {
                GobDecoder decoder = input(NewOptions(limits));
                if (isAccepted)
                    Assert.True(take(decoder));
                else if (CleanEnds.Contains(name))
                    Assert.False(take(decoder));
                else
                    Assert.Throws<GobException>(() => take(decoder));
            });
            Assert.InRange(allocated, 0, (1 << 20) + (64L * bad.Gob.Length));
        }
    }
}
