using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Gobwire.Benchmarks.Values;
using MemoryPack;
using MessagePack;
using ProtoBuf;

namespace Gobwire.Benchmarks;

/// <summary>The article's struct through other serializers, each in its quickest way of writing to a buffer and reading from bytes.</summary>
public class SerializerBenchmarks : IDisposable
{
    private readonly ComplexData _value = ComplexData.Create();
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _jsonBytes;
    private readonly byte[] _messagePackBytes;
    private readonly byte[] _memoryPackBytes;
    private readonly byte[] _protobufBytes;

    public SerializerBenchmarks()
    {
        _json = new Utf8JsonWriter(_output);
        SystemTextJsonEncode();
        _jsonBytes = _output.WrittenSpan.ToArray();
        MessagePackEncode();
        _messagePackBytes = _output.WrittenSpan.ToArray();
        MemoryPackEncode();
        _memoryPackBytes = _output.WrittenSpan.ToArray();
        ProtobufNetEncode();
        _protobufBytes = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int SystemTextJsonEncode()
    {
        _output.ResetWrittenCount();
        _json.Reset(_output);
        JsonSerializer.Serialize(_json, _value, ComplexDataJson.Default.ComplexData);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object SystemTextJsonDecode() => JsonSerializer.Deserialize(_jsonBytes, ComplexDataJson.Default.ComplexData)!;

    [Benchmark]
    public int MessagePackEncode()
    {
        _output.ResetWrittenCount();
        MessagePackSerializer.Serialize(_output, _value);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object MessagePackDecode() => MessagePackSerializer.Deserialize<ComplexData>(_messagePackBytes);

    [Benchmark]
    public int MemoryPackEncode()
    {
        _output.ResetWrittenCount();
        MemoryPackSerializer.Serialize(_output, _value);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object MemoryPackDecode() => MemoryPackSerializer.Deserialize<ComplexData>(_memoryPackBytes)!;

    [Benchmark]
    public int ProtobufNetEncode()
    {
        _output.ResetWrittenCount();
        Serializer.Serialize(_output, _value);
        return _output.WrittenCount;
    }

    [Benchmark]
    public object ProtobufNetDecode() => Serializer.Deserialize<ComplexData>((ReadOnlySpan<byte>)_protobufBytes);

    public void Dispose()
    {
        _json.Dispose();
        GC.SuppressFinalize(this);
    }
}
