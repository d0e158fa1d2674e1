using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks;

/// <summary>A slice of 1,000 structs, a message of 10 MB; decoded typed, untyped, as text, and skipped.</summary>
public class LargeBenchmarks
{
    private const int RowsOf10Megabytes = 370_000;

    private readonly Row[] _rows = Row.Create(1000);
    private readonly byte[] _rowsGob;
    private readonly byte[] _articleGob = GobSerializer.Serialize(ComplexData.Create());
    private readonly Lazy<Row[]> _manyRows = new(() => Row.Create(RowsOf10Megabytes));
    private readonly Lazy<byte[]> _manyRowsGob;
    private readonly ArrayBufferWriter<byte> _output = new(16 << 20);
    private readonly GobEncoder _encoder;

    public LargeBenchmarks()
    {
        _rowsGob = GobSerializer.Serialize(_rows, Shapes.Options);
        _manyRowsGob = new(() => GobSerializer.Serialize(_manyRows.Value, Shapes.Options));
        _encoder = new GobEncoder(_output, Shapes.Options);
    }

    [Benchmark]
    public int EncodeStructSlice() => Encode(_rows);

    [Benchmark]
    public object DecodeStructSlice() => new GobDecoder(_rowsGob, Shapes.Options).Decode<Row[]>();

    [Benchmark]
    public bool SkipStructSlice() => new GobDecoder(_rowsGob, Shapes.Options).TrySkip();

    [Benchmark]
    public object DecodeStructSliceUntyped() => new GobDecoder(_rowsGob, Shapes.Options).Decode<GobValue>();

    [Benchmark]
    public int DecodeStructSliceJson()
    {
        _output.ResetWrittenCount();
        new GobDecoder(_rowsGob, Shapes.Options).TryDecodeJson(_output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public bool ArticleSkip() => new GobDecoder(_articleGob).TrySkip();

    [Benchmark]
    public object ArticleDecodeUntyped() => new GobDecoder(_articleGob).Decode<GobValue>();

    [Benchmark]
    public int Encode10Megabytes() => Encode(_manyRows.Value);

    [Benchmark]
    public object Decode10Megabytes() => new GobDecoder(_manyRowsGob.Value, Shapes.Options).Decode<Row[]>();

    private int Encode<T>(T value)
    {
        _output.ResetWrittenCount();
        _encoder.Encode(value);
        return _output.WrittenCount;
    }
}
