using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Transport;

namespace Gobwire.Testing;

/// <summary>What tests do with connections again and again.</summary>
internal static class TransportConnectionExtensions
{
    /// <summary>Reads what comes next, as text.</summary>
    public static async Task<string> ReadTextAsync(this TransportConnection connection)
    {
        ReadResult result = await connection.Input.ReadAsync(Until.Deadline);
        string text = Encoding.UTF8.GetString(result.Buffer);
        connection.Input.AdvanceTo(result.Buffer.End);
        return text;
    }

    /// <summary>Reads all that comes up to the end of the input, as text.</summary>
    public static async Task<string> ReadToEndAsync(this TransportConnection connection)
    {
        var text = new StringBuilder();
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync(Until.Deadline);
            text.Append(Encoding.UTF8.GetString(result.Buffer));
            connection.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return text.ToString();
        }
    }

    /// <summary>Writes text without flushing it.</summary>
    public static void Write(this TransportConnection connection, string text) => connection.Output.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text and flushes it.</summary>
    public static async Task SendAsync(this TransportConnection connection, string text)
    {
        connection.Write(text);
        await connection.Output.FlushAsync(Until.Deadline);
    }

    /// <summary>Begins a read, and waits until it waits.</summary>
    public static async Task<Task<ReadResult>> BeginWaitingReadAsync(this TransportConnection connection)
    {
        Task<ReadResult> read = connection.Input.ReadAsync(Until.Deadline).AsTask();
        await Until.TrueAsync(() => connection.IsReading, "the read waits");
        return read;
    }
}
