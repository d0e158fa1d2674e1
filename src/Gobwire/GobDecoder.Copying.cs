using System.Buffers;
using Gobwire.Codecs;

namespace Gobwire;

public sealed partial class GobDecoder
{
    /// <summary>
    /// Checks the next value and copies its bytes, as a stream of their own. What a new encoder has sent is copied as it is; where the value needs
    /// definitions that came with earlier ones, those go before it.
    /// </summary>
    /// <param name="output">Where the bytes go; nothing is written unless the value is whole.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryCopy(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return TryDecode(CopyCodec.Instance, new CopyCodec.Target(output), out _);
    }

    /// <inheritdoc cref="TryCopy"/>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TryCopyAsync(IBufferWriter<byte> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var target = new CopyCodec.Target(output);
        return (await TryDecodeAsync(CopyCodec.Instance, target, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue;
    }

    /// <summary>Copies the bytes of an attempt that has found a value, if that is what was asked for.</summary>
    private void Copy<T>(T value, ReadOnlySpan<byte> messages)
    {
        if (value is CopyCodec.Target target)
            target.Take(messages, _types, _options);
    }
}
