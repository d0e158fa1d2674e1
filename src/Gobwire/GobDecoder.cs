using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Gobwire.Codecs;
using Gobwire.Wire;
using PolyType;

namespace Gobwire;

/// <summary>
/// Decodes values from one stream, as Go's <c>gob.Decoder</c>. It never consumes a byte past the value it returns, so anything may follow in
/// the same input. Not for several threads at a time.
/// </summary>
/// <remarks>
/// After an error of type or range the next value can be decoded; after malformed bytes, a cut or a limit the stream is lost, and every
/// later call says so.
/// </remarks>
public sealed partial class GobDecoder
{
    private readonly GobOptions _options;
    private readonly GobInput _input;
    private ReceivedTypes _types;
    private GobException? _broken;
    private bool _skipsFirst;
    private bool _expectsSplit;

    private GobDecoder(GobInput input, GobOptions? options)
    {
        _options = options ?? GobOptions.Default;
        _input = input;
        _types = _options.Context.ReceivedTypes.Root;
    }

    /// <summary>Makes a decoder of bytes at hand.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobDecoder(ReadOnlyMemory<byte> input, GobOptions? options = null)
        : this(new MemoryInput(new ReadOnlySequence<byte>(input)), options)
    {
    }

    /// <summary>Makes a decoder of bytes at hand.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobDecoder(ReadOnlySequence<byte> input, GobOptions? options = null)
        : this(new MemoryInput(input), options)
    {
    }

    /// <summary>Makes a decoder that reads from a pipe, asynchronously. Between values the pipe can be read by others.</summary>
    /// <param name="input">The pipe.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobDecoder(PipeReader input, GobOptions? options = null)
        : this(new PipeInput(input), options) => ArgumentNullException.ThrowIfNull(input);

    /// <summary>
    /// Makes a decoder that reads from a stream. It reads no further than it must, in small pieces: where nothing else reads the stream,
    /// give it a <see cref="BufferedStream"/>.
    /// </summary>
    /// <param name="input">The stream.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    public GobDecoder(Stream input, GobOptions? options = null)
        : this(new StreamInput(input), options) => ArgumentNullException.ThrowIfNull(input);

    /// <summary>Whether the stream is lost: malformed, cut, or past a limit. After other errors the next value can be decoded.</summary>
    public bool IsBroken => _broken is not null;

    /// <summary>How many bytes have been consumed.</summary>
    public long Offset { get; private set; }

    /// <summary>Decodes the next value.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <exception cref="GobException">The stream is at its end, or the bytes are no such value.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public T Decode<T>() => TryDecode(out T? value) ? value! : throw EndOfStream();

    /// <summary>Decodes the next value, unless the stream is at its end.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryDecode<T>(out T value) => TryDecode(_options.Context.Get<T>(), default!, out value);

    /// <inheritdoc cref="TryDecode{T}(out T)"/>
    /// <param name="shape">The type's shape.</param>
    /// <param name="value">The value.</param>
    public bool TryDecode<T>(ITypeShape<T> shape, out T value) => TryDecode(_options.Context.Get(shape), default!, out value);

    /// <summary>Decodes the next value.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="cancellationToken">Gives up waiting for input; a value begun is then decoded by the next call.</param>
    /// <exception cref="GobException">The stream is at its end, or the bytes are no such value.</exception>
    public async ValueTask<T> DecodeAsync<T>(CancellationToken cancellationToken = default)
    {
        GobDecodeResult<T> result = await TryDecodeAsync<T>(cancellationToken).ConfigureAwait(false);
        return result.HasValue ? result.Value : throw EndOfStream();
    }

    /// <summary>Decodes the next value, unless the stream is at its end.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="cancellationToken">Gives up waiting for input; a value begun is then decoded by the next call.</param>
    /// <returns>The value, or none at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    public ValueTask<GobDecodeResult<T>> TryDecodeAsync<T>(CancellationToken cancellationToken = default) =>
        TryDecodeAsync(_options.Context.Get<T>(), default!, isAsync: true, cancellationToken);

    /// <inheritdoc cref="TryDecodeAsync{T}(CancellationToken)"/>
    /// <param name="shape">The type's shape.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public ValueTask<GobDecodeResult<T>> TryDecodeAsync<T>(ITypeShape<T> shape, CancellationToken cancellationToken = default) =>
        TryDecodeAsync(_options.Context.Get(shape), default!, isAsync: true, cancellationToken);

    /// <summary>Decodes values up to the end of the stream.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    public async IAsyncEnumerable<T> DecodeAllAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await TryDecodeAsync<T>(cancellationToken).ConfigureAwait(false) is { HasValue: true } result)
            yield return result.Value;
    }

    /// <summary>Skips the next value, checking it as if it were read (Go's <c>Decode(nil)</c>).</summary>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TrySkip() => TryDecode(SkipCodec.Instance, default, out _);

    /// <inheritdoc cref="TrySkip"/>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TrySkipAsync(CancellationToken cancellationToken = default) =>
        (await TryDecodeAsync(SkipCodec.Instance, default, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue;

    private GobException EndOfStream() =>
        new(GobErrorKind.EndOfStream, "the stream ended before the value") { Offset = Offset };
}
