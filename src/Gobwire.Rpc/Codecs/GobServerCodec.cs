using System.Buffers;
using System.IO.Pipelines;
using Gobwire.Rpc.Wire;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>The server's side in gob: one encoder and one decoder for the connection.</summary>
internal sealed class GobServerCodec(PipeReader input, IBufferWriter<byte> output, GobOptions options, long maxRequestSize) : ServerCodec
{
    private readonly GobDecoder _decoder = new(input, options with { MaxMessageSize = Math.Min(maxRequestSize, options.MaxMessageSize) });
    private readonly GobEncoder _encoder = new(output, options);

    public override bool IsWholeAfter(Exception error) => error is GobException { Kind: not GobErrorKind.Truncated } && !_decoder.IsBroken;

    public override async ValueTask<RequestHeader?> ReadHeaderAsync()
    {
        GobDecodeResult<GobRequest> result = await _decoder.TryDecodeAsync<GobRequest>().ConfigureAwait(false);
        return result.HasValue ? new RequestHeader(result.Value.ServiceMethod ?? "", result.Value.Seq) : null;
    }

    public override ValueTask<TArgs> ReadBodyAsync<TArgs>(ITypeShape<TArgs>? shape) => _decoder.DecodeNextAsync(shape);

    public override ValueTask SkipBodyAsync() => _decoder.SkipNextAsync();

    public override void WriteReply<TReply>(in RequestHeader header, TReply reply, ITypeShape<TReply>? shape) =>
        _encoder.EncodePair(new GobResponse { ServiceMethod = header.ServiceMethod, Seq = header.Seq, Error = "" }, reply, secondShape: shape);

    public override void WriteError(in RequestHeader header, string error) =>
        _encoder.EncodePair(
            new GobResponse { ServiceMethod = header.ServiceMethod, Seq = header.Seq, Error = error }, default(EmptyStruct));
}
