using System.Buffers;
using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace Gobwire.Benchmarks;

/// <summary>The encoding half of Go's own benchmarks (<c>timing_test.go</c>): one kept encoder, a buffer used again.</summary>
public class GoTimingEncodeBenchmarks
{
    private const int Count = 1000;
    private const string Text = "now is the time";

    private readonly Complex[] _complexes = Enumerable.Repeat(new Complex(1.2, 3.4), Count).ToArray();
    private readonly double[] _floats = Enumerable.Repeat(1.23e4, Count).ToArray();
    private readonly int[] _ints = Enumerable.Range(0, Count).Select(i => i * 100).ToArray();
    private readonly string[] _strings = Enumerable.Repeat(Text, Count).ToArray();
    private readonly object[] _objects = Enumerable.Repeat<object>(Text, Count).ToArray();
    private readonly ArrayBufferWriter<byte> _output = new(64 << 10);
    private readonly GobEncoder _encoder;

    public GoTimingEncodeBenchmarks() => _encoder = new GobEncoder(_output);

    [Benchmark]
    public int EncodeComplex128Slice() => Encode(_complexes);

    [Benchmark]
    public int EncodeFloat64Slice() => Encode(_floats);

    [Benchmark]
    public int EncodeInt32Slice() => Encode(_ints);

    [Benchmark]
    public int EncodeStringSlice() => Encode(_strings);

    [Benchmark]
    public int EncodeInterfaceSlice() => Encode(_objects);

    /// <summary>The same strings through <see cref="System.Text.Encoding.UTF8"/> alone: what EncodeStringSlice is bound by.</summary>
    [Benchmark]
    public int BoundUtf8Strings()
    {
        _output.ResetWrittenCount();
        Span<byte> span = _output.GetSpan(Count * (Text.Length + 1));
        int position = 0;
        foreach (string text in _strings)
            position += System.Text.Encoding.UTF8.GetBytes(text, span[position..]);
        return position;
    }

    private int Encode<T>(T value)
    {
        _output.ResetWrittenCount();
        _encoder.Encode(value);
        return _output.WrittenCount;
    }
}
