using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>The raw end of a connection, for tests of bytes.</summary>
internal static class Wire
{
    /// <summary>The bytes Go has written for a case in test/golden.</summary>
    public static byte[] Golden(string name)
    {
        string line = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "cases.jsonl"))
            .Single(text => text.StartsWith($"{{\"name\":\"{name}\",", StringComparison.Ordinal));
        using var parsed = JsonDocument.Parse(line);
        return Convert.FromHexString(parsed.RootElement.GetProperty("hex").GetString()!);
    }

    public static async Task SendAsync(this TransportConnection connection, ReadOnlyMemory<byte> bytes) =>
        await connection.Output.WriteAsync(bytes);

    public static Task SendAsync(this TransportConnection connection, string text) => connection.SendAsync(Encoding.UTF8.GetBytes(text));

    public static async Task<byte[]> ReceiveAsync(this TransportConnection connection, int count)
    {
        ReadResult result = await connection.Input.ReadAtLeastAsync(count);
        byte[] bytes = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length)).ToArray();
        connection.Input.AdvanceTo(result.Buffer.GetPosition(bytes.Length));
        return bytes;
    }

    /// <summary>What comes up to a line feed, without it.</summary>
    public static async Task<string> ReceiveLineAsync(this TransportConnection connection)
    {
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.UTF8.GetString(result.Buffer.Slice(0, end));
                connection.Input.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            Assert.False(result.IsCompleted, "The connection ended before the line did.");
        }
    }

    /// <summary>All that comes up to the end.</summary>
    public static async Task<string> ReceiveAllAsync(this TransportConnection connection)
    {
        while (true)
        {
            ReadResult result = await connection.Input.ReadAsync();
            if (result.IsCompleted)
            {
                string text = Encoding.UTF8.GetString(result.Buffer);
                connection.Input.AdvanceTo(result.Buffer.End);
                return text;
            }

            connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
