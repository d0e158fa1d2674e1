using System.Buffers;
using BenchmarkDotNet.Attributes;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks;

/// <summary>The article's struct: a new encoder or decoder for each message, or one kept; and the bound beside each.</summary>
public class ArticleBenchmarks
{
    private const int KeptValues = 1000;

    private readonly ComplexData _value = ComplexData.Create();
    private readonly ComplexRecord _record = ComplexRecord.Create();
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly GobEncoder _kept;
    private readonly byte[] _gob;
    private readonly byte[] _message;
    private readonly byte[] _values;

    public ArticleBenchmarks()
    {
        _kept = new GobEncoder(_output);
        _kept.Encode(_value);
        _gob = _output.WrittenSpan.ToArray();
        _output.ResetWrittenCount();
        _kept.Encode(_value);
        _message = _output.WrittenSpan.ToArray();
        for (int i = 1; i < KeptValues; i++)
            _kept.Encode(_value);
        _values = [.. _gob, .. _output.WrittenSpan[_message.Length..]];
    }

    [Benchmark]
    public int ArticleEncodeNew()
    {
        _output.ResetWrittenCount();
        GobSerializer.Serialize(_output, _value);
        return _output.WrittenCount;
    }

    [Benchmark]
    public int ArticleEncodeKept()
    {
        _output.ResetWrittenCount();
        _kept.Encode(_value);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object ArticleDecodeNew() => new GobDecoder(_gob).Decode<ComplexData>();

    [Benchmark(OperationsPerInvoke = KeptValues)]
    public object ArticleDecodeKept()
    {
        var decoder = new GobDecoder(_values);
        ComplexData last = null!;
        for (int i = 0; i < KeptValues; i++)
            last = decoder.Decode<ComplexData>();
        return last;
    }

    [Benchmark]
    public int RecordEncodeNew()
    {
        _output.ResetWrittenCount();
        new GobEncoder(_output).Encode(_record);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object RecordDecodeNew() => new GobDecoder(_gob).Decode<ComplexRecord>();

    [Benchmark]
    public int BoundEncodeNew()
    {
        _output.ResetWrittenCount();
        HandWritten.Encode(_output, _value, isNew: true);
        return _output.WrittenCount;
    }

    [Benchmark]
    public int BoundEncodeKept()
    {
        _output.ResetWrittenCount();
        HandWritten.Encode(_output, _value, isNew: false);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object BoundDecodeNew() => HandWritten.Decode(_gob, isNew: true);

    [Benchmark]
    public object BoundDecodeKept() => HandWritten.Decode(_message, isNew: false);
}
