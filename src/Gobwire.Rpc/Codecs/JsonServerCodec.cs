using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gobwire.Rpc.Json;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>The server's side in JSON-RPC 1.0.</summary>
internal sealed class JsonServerCodec(PipeReader input, IBufferWriter<byte> output, JsonTypes types, long maxSize) : ServerCodec
{
    private readonly JsonMessages _messages = new(input, maxSize);
    private readonly JsonOutput _output = new(output);
    private JsonElement? _params;

    public override bool IsWholeAfter(Exception error) => error is JsonException or NotSupportedException && !_messages.IsLost;

    public override SequencePosition FindMessage(in ReadOnlySequence<byte> input) => JsonFrame.SkipBlanks(input);

    public override async ValueTask<RequestHeader?> ReadHeaderAsync()
    {
        if (await _messages.ReadAsync().ConfigureAwait(false) is not { } message)
            return null;
        JsonElement? method = message.Find("method");
        if (method is { ValueKind: not JsonValueKind.String })
            throw new JsonException("the method of a request is no string");
        _params = message.Find("params");
        byte[]? id = message.Find("id") is { } value ? Encoding.UTF8.GetBytes(value.GetRawText()) : null;
        return new RequestHeader(method?.GetString() ?? "", 0, id);
    }

    public override ValueTask<TArgs> ReadBodyAsync<TArgs>(ITypeShape<TArgs>? shape)
    {
        // Go's words for what lacks.
        if (_params is not { } parameters)
            throw new JsonException("jsonrpc: request body missing params");
        if (parameters.ValueKind != JsonValueKind.Array)
            throw new JsonException("jsonrpc: the params of a request are no array");
        // Go decodes into an array of one: what is more is ignored, what lacks or is null is zero.
        JsonElement argument = parameters.GetArrayLength() > 0 ? parameters[0] : default;
        JsonTypeInfo<TArgs> type = types.Get<TArgs>();
        return new(argument.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? ZeroOf(type) : argument.Deserialize(type)!);
    }

    public override ValueTask SkipBodyAsync() => ValueTask.CompletedTask;

    public override void WriteReply<TReply>(in RequestHeader header, TReply reply, ITypeShape<TReply>? shape)
    {
        using Utf8JsonWriter writer = Begin(header);
        writer.WritePropertyName("result"u8);
        WriteResult(writer, reply, types.Get<TReply>());
        writer.WriteNull("error"u8);
        writer.WriteEndObject();
        _output.End(writer);
    }

    public override void WriteError(in RequestHeader header, string error)
    {
        using Utf8JsonWriter writer = Begin(header);
        writer.WriteNull("result"u8);
        writer.WriteString("error"u8, error);
        writer.WriteEndObject();
        _output.End(writer);
    }

    /// <summary>A result of null is an error's: Go's client gives up its connection when it sees one without. Where Go's server has an empty collection, so has this.</summary>
    private static void WriteResult<T>(Utf8JsonWriter writer, T reply, JsonTypeInfo<T> type)
    {
        if (reply is null)
        {
            WriteEmpty(writer, type);
            return;
        }

        if (reply is JsonElement { ValueKind: JsonValueKind.Null })
            throw NullReply();
        JsonSerializer.Serialize(writer, reply, type);
    }

    private static void WriteEmpty(Utf8JsonWriter writer, JsonTypeInfo type)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            case JsonTypeInfoKind.Dictionary:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case var _ when type.Type == typeof(byte[]):
                writer.WriteStringValue(""u8);
                break;
            default:
                throw NullReply();
        }
    }

    private static JsonException NullReply() => new("the reply is null, which JSON-RPC has for errors only");

    private static T ZeroOf<T>(JsonTypeInfo<T> type)
    {
        if (typeof(T) == typeof(string))
            return (T)(object)"";
        if (typeof(T).IsValueType)
            return default!;
        return type.CreateObject is { } create ? (T)create() : throw new JsonException("jsonrpc: the argument lacks");
    }

    private Utf8JsonWriter Begin(in RequestHeader header)
    {
        Utf8JsonWriter writer = _output.Begin();
        writer.WriteStartObject();
        writer.WritePropertyName("id"u8);
        if (header.JsonId is { } id)
            writer.WriteRawValue(id, skipInputValidation: true);
        else
            writer.WriteNullValue();
        return writer;
    }
}
