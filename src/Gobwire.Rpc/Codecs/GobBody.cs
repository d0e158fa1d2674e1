using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>Reads the value that must follow a header.</summary>
internal static class GobBody
{
    public static async ValueTask<T> DecodeNextAsync<T>(this GobDecoder decoder, ITypeShape<T>? shape)
    {
        GobDecodeResult<T> result = shape is null
            ? await decoder.TryDecodeAsync<T>().ConfigureAwait(false)
            : await decoder.TryDecodeAsync(shape).ConfigureAwait(false);
        return result.HasValue ? result.Value : throw Missing();
    }

    public static async ValueTask SkipNextAsync(this GobDecoder decoder)
    {
        if (!await decoder.TrySkipAsync().ConfigureAwait(false))
            throw Missing();
    }

    private static GobException Missing() => new(GobErrorKind.Truncated, "the input ended between a header and its body");
}
