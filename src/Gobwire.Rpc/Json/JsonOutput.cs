using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gobwire.Rpc.Json;

/// <summary>Builds a message before it goes out, so that one that cannot be written leaves nothing behind. One at a time.</summary>
internal sealed class JsonOutput(IBufferWriter<byte> output)
{
    private const int MaxRetainedBuffer = 64 << 10;

    /// <summary>Only what JSON itself demands is escaped: Go's <c>time.Time</c> does not read <c>\u002B</c> for the plus of a zone.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ArrayBufferWriter<byte> _scratch = new();

    /// <summary>Begins a message; what an earlier one left unfinished is forgotten.</summary>
    public Utf8JsonWriter Begin()
    {
        if (_scratch.Capacity > MaxRetainedBuffer)
            _scratch = new ArrayBufferWriter<byte>();
        _scratch.ResetWrittenCount();
        return new Utf8JsonWriter(_scratch, Options);
    }

    /// <summary>Sends the message and the line feed that Go's encoder puts behind it.</summary>
    public void End(Utf8JsonWriter writer)
    {
        writer.Flush();
        _scratch.Write("\n"u8);
        output.Write(_scratch.WrittenSpan);
    }
}
