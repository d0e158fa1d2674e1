using System.Buffers;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks;

/// <summary>Values of 1 KB to 100 MB: time must grow as the bytes do.</summary>
public class GrowthBenchmarks
{
    private const int ChainDepth = 100;

    private readonly ArrayBufferWriter<byte> _output = new();
    private long[] _numbers = [];
    private string[] _strings = [];
    private Dictionary<string, long> _map = [];
    private Link[] _chains = [];
    private byte[] _numbersGob = [];
    private byte[] _stringsGob = [];
    private byte[] _mapGob = [];
    private byte[] _chainsGob = [];

    /// <summary>About how many bytes the gob has.</summary>
    [Params(1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _numbers = [.. Enumerable.Range(0, Size / 4).Select(i => 10_000L + (i % 20_000))];
        _strings = [.. Enumerable.Range(0, Size / 16).Select(i => "a text of " + (10_000 + (i % 80_000)).ToString(CultureInfo.InvariantCulture))];
        _map = Enumerable.Range(0, Size / 12).ToDictionary(i => (10_000_000 + i).ToString(CultureInfo.InvariantCulture), i => (long)(i % 5_000) + 64);
        _chains = [.. Enumerable.Range(0, Math.Max(1, Size / (ChainDepth * 4))).Select(_ => Link.Chain(ChainDepth))];
        _numbersGob = GobSerializer.Serialize(_numbers, Shapes.Options);
        _stringsGob = GobSerializer.Serialize(_strings, Shapes.Options);
        _mapGob = GobSerializer.Serialize(_map, Shapes.Options);
        _chainsGob = GobSerializer.Serialize(_chains, Shapes.Options);
    }

    [Benchmark]
    public int GrowthEncodeNumbers() => Encode(_numbers);

    [Benchmark]
    public object GrowthDecodeNumbers() => Decode<long[]>(_numbersGob);

    [Benchmark]
    public int GrowthEncodeStrings() => Encode(_strings);

    [Benchmark]
    public object GrowthDecodeStrings() => Decode<string[]>(_stringsGob);

    [Benchmark]
    public int GrowthEncodeMap() => Encode(_map);

    [Benchmark]
    public object GrowthDecodeMap() => Decode<Dictionary<string, long>>(_mapGob);

    [Benchmark]
    public int GrowthEncodeDeep() => Encode(_chains);

    [Benchmark]
    public object GrowthDecodeDeep() => Decode<Link[]>(_chainsGob);

    private static T Decode<T>(byte[] gob) => new GobDecoder(gob, Shapes.Options).Decode<T>();

    private int Encode<T>(T value)
    {
        _output.ResetWrittenCount();
        new GobEncoder(_output, Shapes.Options).Encode(value);
        return _output.WrittenCount;
    }
}
