using Gobwire.Commands;
using Microsoft.Extensions.Logging;

namespace Gobwire.Tool;

/// <summary>The article's two commands: STRING, which thanks for a line, and GOB, which takes a gob of whatever type.</summary>
internal static class ArticleCommands
{
    public const string String = "STRING";
    public const string Gob = "GOB";

    public static void MapTo(CommandEndpoint endpoint, ILogger logger)
    {
        endpoint.Map(String, async (connection, cancellationToken) =>
        {
            string line = await connection.ReadLineAsync(cancellationToken);
            Log.StringReceived(logger, connection.Peer, LogText.Of(line, int.MaxValue));
            await connection.WriteLineAsync("Thank you.", cancellationToken);
        });
        endpoint.Map(Gob, async (connection, cancellationToken) =>
        {
            GobValue value = await connection.ReadGobAsync(cancellationToken);
            if (logger.IsEnabled(LogLevel.Information))
                Log.GobReceived(logger, connection.Peer, value.ToJson());
        });
    }
}
