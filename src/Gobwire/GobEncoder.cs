using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Codecs;
using Gobwire.Wire;
using PolyType;

namespace Gobwire;

/// <summary>Encodes values onto one stream, as Go's <c>gob.Encoder</c>: each type is defined once. Not for several threads at a time.</summary>
public sealed class GobEncoder
{
    private readonly GobOptions _options;
    private readonly IBufferWriter<byte>? _buffer;
    private readonly PipeWriter? _pipe;
    private readonly Stream? _stream;
    private SentTypes _types;

    private GobEncoder(GobOptions? options)
    {
        _options = options ?? GobOptions.Default;
        _types = _options.Context.SentTypes;
    }

    /// <summary>Makes an encoder that writes into a buffer.</summary>
    /// <param name="output">The buffer.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobEncoder(IBufferWriter<byte> output, GobOptions? options = null)
        : this(options)
    {
        ArgumentNullException.ThrowIfNull(output);
        _buffer = output;
        _pipe = output as PipeWriter;
    }

    /// <summary>Makes an encoder that writes into a pipe. <see cref="Encode{T}(T)"/> does not flush it, <see cref="EncodeAsync{T}(T, CancellationToken)"/> does.</summary>
    /// <param name="output">The pipe.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobEncoder(PipeWriter output, GobOptions? options = null)
        : this((IBufferWriter<byte>)output, options)
    {
    }

    /// <summary>Makes an encoder that writes to a stream, one write a value.</summary>
    /// <param name="output">The stream.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobEncoder(Stream output, GobOptions? options = null)
        : this(options)
    {
        ArgumentNullException.ThrowIfNull(output);
        _stream = output;
    }

    /// <summary>Encodes a value; definitions its type still needs go before it.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="GobException">The value has no form in gob; nothing was written.</exception>
    public void Encode<T>(T value) => Encode(value, _options.Context.Get<T>());

    /// <inheritdoc cref="Encode{T}(T)"/>
    /// <param name="value">The value.</param>
    /// <param name="shape">The type's shape.</param>
    public void Encode<T>(T value, ITypeShape<T> shape) => Encode(value, _options.Context.Get(shape));

    /// <summary>Encodes two values one behind the other, both or neither: a header is not left without the body it announces.</summary>
    /// <typeparam name="T1">A type as for <see cref="Encode{T}(T)"/>.</typeparam>
    /// <typeparam name="T2">A type as for <see cref="Encode{T}(T)"/>.</typeparam>
    /// <param name="first">The first value.</param>
    /// <param name="second">The second value.</param>
    /// <param name="firstShape">The first type's shape; null for the one it is marked with.</param>
    /// <param name="secondShape">The second type's shape; null for the one it is marked with.</param>
    /// <exception cref="GobException">One of the values has no form in gob; nothing was written.</exception>
    public void EncodePair<T1, T2>(T1 first, T2 second, ITypeShape<T1>? firstShape = null, ITypeShape<T2>? secondShape = null)
    {
        Codec<T1> firstCodec = firstShape is null ? _options.Context.Get<T1>() : _options.Context.Get(firstShape);
        Codec<T2> secondCodec = secondShape is null ? _options.Context.Get<T2>() : _options.Context.Get(secondShape);
        GobWriter writer = GobWriter.Rent(_options, _types);
        try
        {
            firstCodec.WriteMessage(writer, first);
            secondCodec.WriteMessage(writer, second);
            _types = writer.Types;
            Output(writer);
        }
        finally
        {
            writer.Return();
        }
    }

    /// <summary>Encodes a value and sees it on its way: a pipe is flushed, a stream written to asynchronously.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up the flush or the write; the stream is then broken in the middle of a value.</param>
    /// <exception cref="GobException">The value has no form in gob; nothing was written.</exception>
    public async ValueTask EncodeAsync<T>(T value, CancellationToken cancellationToken = default)
    {
        if (_stream is null)
        {
            Encode(value);
            if (_pipe is not null)
                await _pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        GobWriter writer = Write(value, _options.Context.Get<T>());
        try
        {
            await _stream.WriteAsync(writer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            writer.Return();
        }
    }

    private void Encode<T>(T value, Codec<T> codec)
    {
        GobWriter writer = Write(value, codec);
        try
        {
            Output(writer);
        }
        finally
        {
            writer.Return();
        }
    }

    private void Output(GobWriter writer)
    {
        if (_stream is not null)
            _stream.Write(writer.Written);
        else
            _buffer!.Write(writer.Written);
    }

    /// <summary>Builds the messages; the types count as sent only when all of it has worked out.</summary>
    private GobWriter Write<T>(T value, Codec<T> codec)
    {
        GobWriter writer = GobWriter.Rent(_options, _types);
        bool isWritten = false;
        try
        {
            codec.WriteMessage(writer, value);
            _types = writer.Types;
            isWritten = true;
            return writer;
        }
        finally
        {
            if (!isWritten)
                writer.Return();
        }
    }
}
