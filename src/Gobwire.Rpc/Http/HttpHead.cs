using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Gobwire.Rpc.Http;

/// <summary>Reads the lines of an HTTP message up to the empty one. Their ends may be a bare line feed, as Go's client and server send them.</summary>
internal static class HttpHead
{
    /// <summary>How long a head may be, in bytes.</summary>
    public const int MaxLength = 8_192;

    private static readonly SearchValues<char> Printable =
        SearchValues.Create("\t\n" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)));

    /// <exception cref="InvalidDataException">The head is too long, has other than ASCII in it, or the input ends before its end.</exception>
    public static async ValueTask<string[]> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (result.IsCanceled)
            {
                input.AdvanceTo(buffer.Start);
                throw new OperationCanceledException("The read was canceled.");
            }

            if (TryTake(buffer, out string text, out SequencePosition end))
            {
                input.AdvanceTo(end);
                return text.AsSpan().ContainsAnyExcept(Printable)
                    ? throw new InvalidDataException("the HTTP head has characters in it that it must not have")
                    : text.Split('\n');
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (buffer.Length >= MaxLength)
                throw new InvalidDataException($"the HTTP head is longer than {MaxLength} bytes");
            if (result.IsCompleted)
                throw new InvalidDataException(buffer.IsEmpty ? "the connection was closed" : "the input ended in the HTTP head");
        }
    }

    private static bool TryTake(in ReadOnlySequence<byte> buffer, out string text, out SequencePosition end)
    {
        text = "";
        var reader = new SequenceReader<byte>(buffer.Slice(0, Math.Min(buffer.Length, MaxLength)));
        var lines = new StringBuilder();
        while (reader.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            string content = Encoding.Latin1.GetString(line).TrimEnd('\r');
            if (content.Length == 0)
            {
                text = lines.ToString();
                end = reader.Position;
                return true;
            }

            lines.Append(lines.Length > 0 ? "\n" : "").Append(content);
        }

        end = default;
        return false;
    }
}
