using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Rpc.Wire;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>The client's side in gob: one encoder and one decoder for the connection.</summary>
internal sealed class GobClientCodec(PipeReader input, IBufferWriter<byte> output, GobOptions options) : ClientCodec
{
    private readonly GobDecoder _decoder = new(input, options);
    private readonly GobEncoder _encoder = new(output, options);

    public override bool IsWholeAfter(Exception error) => error is GobException { Kind: not GobErrorKind.Truncated } && !_decoder.IsBroken;

    public override void WriteRequest<TArgs>(string serviceMethod, ulong seq, TArgs args, ITypeShape<TArgs>? shape) =>
        _encoder.EncodePair(new GobRequest { ServiceMethod = serviceMethod, Seq = seq }, args, secondShape: shape);

    public override async ValueTask<ResponseHeader?> ReadHeaderAsync()
    {
        GobDecodeResult<GobResponse> result = await _decoder.TryDecodeAsync<GobResponse>().ConfigureAwait(false);
        return result.HasValue ? new ResponseHeader(result.Value.Seq, result.Value.Error ?? "") : null;
    }

    public override ValueTask<TReply> ReadBodyAsync<TReply>(ITypeShape<TReply>? shape) => _decoder.DecodeNextAsync(shape);

    public override ValueTask SkipBodyAsync() => _decoder.SkipNextAsync();
}
