using System.Buffers;
using System.IO.Pipelines;

namespace Gobwire.Tool;

/// <summary>Prints the values of a stream as Gob JSON, one at a time.</summary>
internal static class GobPrinter
{
    private const int MaxRetainedText = 1 << 20;

    /// <exception cref="GobException">The stream is bad; what was whole has been printed.</exception>
    public static async Task PrintAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        PipeReader pipe = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 1 << 16));
        var decoder = new GobDecoder(pipe, GobOptions.Trusted);
        var text = new ArrayBufferWriter<byte>();
        while (await decoder.TryDecodeJsonAsync(text, cancellationToken))
        {
            text.Write("\n"u8);
            await output.WriteAsync(text.WrittenMemory, cancellationToken);
            if (text.Capacity > MaxRetainedText)
                text = new ArrayBufferWriter<byte>();
            text.ResetWrittenCount();
        }
    }

    /// <summary>The error with its place first: <c>offset N: reason</c>.</summary>
    public static string Describe(GobException error)
    {
        string path = error.Path.Length > 0 ? $"{error.Path}: " : "";
        return $"offset {error.Offset}: {path}{error.Reason}";
    }
}
