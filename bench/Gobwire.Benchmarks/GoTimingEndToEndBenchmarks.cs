using System.IO.Pipes;
using System.Text;
using BenchmarkDotNet.Attributes;
using Gobwire.Benchmarks.Values;

namespace Gobwire.Benchmarks;

/// <summary>Go's own benchmarks from end to end (<c>timing_test.go</c>): a kept encoder, and a kept decoder reading what it wrote into the same value.</summary>
public class GoTimingEndToEndBenchmarks : IDisposable
{
    private Bench _value = new()
    {
        A = 7, B = 3.2, C = "now is the time", D = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("for all good men", 100))),
    };

    private object[] _slice = Enumerable.Repeat<object>(new Bench { A = 7, B = 3.2, C = "now is the time" }, 100).ToArray();
    private readonly AnonymousPipeServerStream _pipeEnd = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _pipeStart;
    private readonly EndToEnd _byteBuffer;
    private readonly EndToEnd _sliceBuffer;
    private readonly GobEncoder _pipeEncoder;
    private readonly GobDecoder _pipeDecoder;

    public GoTimingEndToEndBenchmarks()
    {
        _byteBuffer = new EndToEnd(GobOptions.Default);
        _sliceBuffer = new EndToEnd(GobOptions.Default.Register<Bench>("*gob.Bench"));
        _pipeStart = new AnonymousPipeClientStream(PipeDirection.In, _pipeEnd.ClientSafePipeHandle);
        _pipeEncoder = new GobEncoder(_pipeEnd);
        _pipeDecoder = new GobDecoder(new BufferedStream(_pipeStart));
    }

    [Benchmark]
    public bool EndToEndPipe()
    {
        _pipeEncoder.Encode(_value);
        return _pipeDecoder.TryDecodeInto(ref _value);
    }

    [Benchmark]
    public bool EndToEndByteBuffer() => _byteBuffer.Pass(ref _value);

    [Benchmark]
    public bool EndToEndSliceByteBuffer() => _sliceBuffer.Pass(ref _slice);

    public void Dispose()
    {
        _pipeStart.Dispose();
        _pipeEnd.Dispose();
        _byteBuffer.Dispose();
        _sliceBuffer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Encoder and decoder around one buffer.</summary>
    private sealed class EndToEnd : IDisposable
    {
        private readonly MemoryStream _buffer = new();
        private readonly GobEncoder _encoder;
        private readonly GobDecoder _decoder;

        public EndToEnd(GobOptions options)
        {
            _encoder = new GobEncoder(_buffer, options);
            _decoder = new GobDecoder(_buffer, options);
        }

        public bool Pass<T>(ref T value)
        {
            _buffer.SetLength(0);
            _encoder.Encode(value);
            _buffer.Position = 0;
            return _decoder.TryDecodeInto(ref value);
        }

        public void Dispose() => _buffer.Dispose();
    }
}
