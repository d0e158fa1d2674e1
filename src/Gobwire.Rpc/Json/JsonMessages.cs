using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Gobwire.Rpc.Json;

/// <summary>Reads JSON objects one behind the other, as Go's <c>json.Decoder</c> does.</summary>
internal sealed class JsonMessages(PipeReader input, long maxSize)
{
    /// <summary>Whether nothing sound can be read any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Reads the next object. Null at the clean end of the input.</summary>
    /// <exception cref="JsonException">It is no object, too large, or cut.</exception>
    public async ValueTask<JsonElement?> ReadAsync()
    {
        var frame = new JsonFrame();
        long scanned = 0;
        while (true)
        {
            ReadResult result = await input.ReadAsync().ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (result.IsCanceled)
            {
                input.AdvanceTo(buffer.Start);
                throw new OperationCanceledException("The read was canceled.");
            }

            if (scanned == 0)
                buffer = buffer.Slice(JsonFrame.SkipBlanks(buffer));
            if (TryFindEnd(ref frame, buffer, ref scanned))
            {
                SequencePosition end = buffer.GetPosition(scanned);
                try
                {
                    return Parse(buffer.Slice(0, end));
                }
                finally
                {
                    input.AdvanceTo(end);
                }
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (scanned > maxSize)
                throw Lost($"a message is larger than {maxSize} bytes");
            if (result.IsCompleted)
                return scanned == 0 ? null : throw Lost("the input ended in the middle of a message");
        }
    }

    private static bool TryFindEnd(ref JsonFrame frame, in ReadOnlySequence<byte> buffer, ref long scanned)
    {
        foreach (ReadOnlyMemory<byte> memory in buffer.Slice(scanned))
        {
            bool found = frame.TryFindEnd(memory.Span, out int length);
            scanned += length;
            if (found)
                return true;
        }

        return false;
    }

    private JsonElement Parse(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > maxSize)
            throw Lost($"a message is larger than {maxSize} bytes");
        try
        {
            var reader = new Utf8JsonReader(bytes);
            JsonElement message = JsonElement.ParseValue(ref reader);
            return message.ValueKind == JsonValueKind.Object ? message : throw Lost("a message is not an object");
        }
        catch (JsonException)
        {
            IsLost = true;
            throw;
        }
    }

    private JsonException Lost(string reason)
    {
        IsLost = true;
        return new JsonException(reason);
    }
}
