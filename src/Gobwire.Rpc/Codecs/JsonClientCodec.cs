using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Gobwire.Rpc.Json;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>The client's side in JSON-RPC 1.0.</summary>
internal sealed class JsonClientCodec(PipeReader input, IBufferWriter<byte> output, JsonTypes types, long maxSize) : ClientCodec
{
    private readonly JsonMessages _messages = new(input, maxSize);
    private readonly JsonOutput _output = new(output);
    private JsonElement _result;

    public override bool IsWholeAfter(Exception error) => error is JsonException or NotSupportedException && !_messages.IsLost;

    public override SequencePosition FindMessage(in ReadOnlySequence<byte> input) => JsonFrame.SkipBlanks(input);

    public override void WriteRequest<TArgs>(string serviceMethod, ulong seq, TArgs args, ITypeShape<TArgs>? shape)
    {
        using Utf8JsonWriter writer = _output.Begin();
        writer.WriteStartObject();
        writer.WriteString("method"u8, serviceMethod);
        writer.WriteStartArray("params"u8);
        JsonSerializer.Serialize(writer, args, types.Get<TArgs>());
        writer.WriteEndArray();
        writer.WriteNumber("id"u8, seq);
        writer.WriteEndObject();
        _output.End(writer);
    }

    public override async ValueTask<ResponseHeader?> ReadHeaderAsync()
    {
        if (await _messages.ReadAsync().ConfigureAwait(false) is not { } message)
            return null;
        // An absent id is 0 in Go too.
        ulong seq = 0;
        if (message.Find("id") is { } id && !(id.ValueKind == JsonValueKind.Number && id.TryGetUInt64(out seq)))
            throw new JsonException("the id of a response is no unsigned integer");
        JsonElement? error = message.Find("error");
        JsonElement? result = message.Find("result");
        _result = result ?? default;
        if (error is null && result is not null)
            return new ResponseHeader(seq, "");
        if (error is not { ValueKind: JsonValueKind.String })
            throw new JsonException($"invalid error {error?.GetRawText() ?? "<nil>"}");
        return new ResponseHeader(seq, error.Value.GetString() is { Length: > 0 } text ? text : "unspecified error");
    }

    public override ValueTask<TReply> ReadBodyAsync<TReply>(ITypeShape<TReply>? shape) => new(_result.Deserialize(types.Get<TReply>())!);

    public override ValueTask SkipBodyAsync() => ValueTask.CompletedTask;
}
