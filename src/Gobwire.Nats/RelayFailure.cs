using Gobwire.Commands;

namespace Gobwire.Nats;

/// <summary>Why a command was not handled: its word in the metrics, and what ends the connection.</summary>
internal static class RelayFailure
{
    private const string ResultKey = "gobwire.result";

    public static CommandException Of(string result, string reason, Exception? cause = null)
    {
        CommandErrorKind kind = result switch
        {
            Results.TimedOut => CommandErrorKind.Timeout,
            Results.TooLarge => CommandErrorKind.LimitExceeded,
            _ => CommandErrorKind.RelayFailed,
        };
        return new CommandException(kind, reason, cause) { Data = { [ResultKey] = result } };
    }

    public static string ResultOf(Exception error) =>
        error.Data[ResultKey] as string ?? (error is OperationCanceledException ? Results.Canceled : Results.Failed);
}
