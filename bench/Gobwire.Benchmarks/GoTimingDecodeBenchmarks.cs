using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace Gobwire.Benchmarks;

/// <summary>The decoding half of Go's own benchmarks (<c>timing_test.go</c>): a new decoder for each value.</summary>
public class GoTimingDecodeBenchmarks
{
    private const int Count = 1000;
    private const string Text = "now is the time";

    private readonly byte[] _complexes = Gob(new Complex(1.2, 3.4));
    private readonly byte[] _floats = Gob(1.23e4);
    private readonly byte[] _ints = Gob(1234);
    private readonly byte[] _strings = Gob(Text);
    private readonly byte[] _stringSlices = Gob<string[]>([Text]);
    private readonly byte[] _bytes = Gob("now is the time"u8.ToArray());
    private readonly byte[] _objects = Gob<object>(Text);
    private readonly byte[] _map = GobSerializer.Serialize(Enumerable.Range(0, Count).ToDictionary(i => (long)i, i => (long)i));

    [Benchmark]
    public object DecodeComplex128Slice() => Decode<Complex[]>(_complexes);

    [Benchmark]
    public object DecodeFloat64Slice() => Decode<double[]>(_floats);

    [Benchmark]
    public object DecodeInt32Slice() => Decode<int[]>(_ints);

    [Benchmark]
    public object DecodeStringSlice() => Decode<string[]>(_strings);

    [Benchmark]
    public object DecodeStringsSlice() => Decode<string[][]>(_stringSlices);

    [Benchmark]
    public object DecodeBytesSlice() => Decode<byte[][]>(_bytes);

    [Benchmark]
    public object DecodeInterfaceSlice() => Decode<object[]>(_objects);

    [Benchmark]
    public object DecodeMap() => Decode<Dictionary<long, long>>(_map);

    private static byte[] Gob<T>(T element) => GobSerializer.Serialize(Enumerable.Repeat(element, Count).ToArray());

    private static T Decode<T>(byte[] gob) => new GobDecoder(gob).Decode<T>();
}
