using Gobwire.Codecs;
using PolyType;

namespace Gobwire;

public sealed partial class GobDecoder
{
    /// <summary>
    /// Decodes the next value into an existing one, as Go's <c>Decode</c> does: what is not on the wire is left as it is, references are followed, maps are
    /// added to, and elements are decoded into those an array of that length or a list of that capacity has. Other collections, interface
    /// values and opaque values are replaced, and so are objects made by a constructor with arguments, by ones that keep what is not on the wire.
    /// </summary>
    /// <typeparam name="T">The type to decode into.</typeparam>
    /// <param name="value">The value; null makes a new one. If an error is thrown, part of it may have been decoded into.</param>
    /// <returns>Whether there was a value; false at a clean end, and then nothing has changed.</returns>
    /// <exception cref="GobException">The bytes are no such value.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryDecodeInto<T>(ref T value) => TryDecodeInto(_options.Context.Get<T>(), ref value);

    /// <inheritdoc cref="TryDecodeInto{T}(ref T)"/>
    /// <param name="shape">The type's shape.</param>
    /// <param name="value">The value.</param>
    public bool TryDecodeInto<T>(ITypeShape<T> shape, ref T value) => TryDecodeInto(_options.Context.Get(shape), ref value);

    /// <inheritdoc cref="TryDecodeInto{T}(ref T)"/>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up waiting for input; a value begun is then decoded by the next call.</param>
    /// <returns>The value decoded into, or what took its place; none at a clean end.</returns>
    public ValueTask<GobDecodeResult<T>> TryDecodeIntoAsync<T>(T value, CancellationToken cancellationToken = default) =>
        TryDecodeAsync(_options.Context.GetMerging(_options.Context.Get<T>()), value, isAsync: true, cancellationToken);

    /// <inheritdoc cref="TryDecodeIntoAsync{T}(T, CancellationToken)"/>
    /// <param name="shape">The type's shape.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public ValueTask<GobDecodeResult<T>> TryDecodeIntoAsync<T>(ITypeShape<T> shape, T value, CancellationToken cancellationToken = default) =>
        TryDecodeAsync(_options.Context.GetMerging(_options.Context.Get(shape)), value, isAsync: true, cancellationToken);

    private bool TryDecodeInto<T>(Codec<T> codec, ref T value)
    {
        bool found = TryDecode(_options.Context.GetMerging(codec), value, out T decoded);
        if (found)
            value = decoded;
        return found;
    }
}
