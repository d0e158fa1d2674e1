using System.Buffers;
using System.Text;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;

namespace Gobwire.Tool;

/// <summary>The article's two commands: STRING, which thanks for a line, and GOB, which takes a gob of whatever type.</summary>
internal static class ArticleCommands
{
    public const string String = "STRING";
    public const string Gob = "GOB";

    /// <summary>How much of what a command says is logged: a gob's text may be hundreds of times as long as the gob.</summary>
    public const int MaxTextLength = 64 << 10;

    public static void MapTo(CommandEndpoint endpoint, ILogger logger)
    {
        endpoint.Map(String, async (connection, cancellationToken) =>
        {
            string line = await connection.ReadLineAsync(cancellationToken);
            Log.StringReceived(logger, connection.Peer, LogText.Of(line, MaxTextLength));
            await connection.WriteLineAsync("Thank you.", cancellationToken);
        });
        endpoint.Map(Gob, async (connection, cancellationToken) =>
        {
            if (!logger.IsEnabled(LogLevel.Information))
            {
                await connection.SkipGobAsync(cancellationToken);
                return;
            }

            var json = new ArrayBufferWriter<byte>();
            await connection.ReadGobJsonAsync(json, MaxTextLength, cancellationToken);
            Log.GobReceived(logger, connection.Peer, LogText.Of(Encoding.UTF8.GetString(json.WrittenSpan), MaxTextLength));
        });
    }
}
