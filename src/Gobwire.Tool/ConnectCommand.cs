using System.CommandLine;
using Gobwire.Commands;

namespace Gobwire.Tool;

/// <summary>gobwire -connect: the article's client.</summary>
internal static class ConnectCommand
{
    public static Option<string> CreateOption() => new("--connect", "-connect")
    {
        Description = "Connects to the server at HOST and sends both commands, instead of listening.",
        HelpName = "HOST[:PORT]",
    };

    public static async Task<int> RunAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            await using CommandClient client = await CommandClient.ConnectAsync(address, options: null, cancellationToken);
            string reply = await client.AskTextAsync(ArticleCommands.String, "Additional data.", cancellationToken);
            await Console.Out.WriteLineAsync($"STRING: {LogText.Of(reply, int.MaxValue)}");
            await client.SendAsync(ArticleCommands.Gob, ComplexData.Sample, cancellationToken);
            await Console.Out.WriteLineAsync("GOB: sent");
            return 0;
        }
        catch (Exception error) when (error is CommandException or GobException or FormatException)
        {
            await Console.Error.WriteLineAsync($"gobwire: {error.Message}");
            return 1;
        }
    }
}
