namespace Gobwire.Commands;

/// <summary>What this assembly measures, under the name <c>Gobwire.Commands</c>.</summary>
internal static class Telemetry
{
    public static ProtocolTelemetry Commands { get; } = new("Gobwire.Commands", "gob_command");

    /// <summary>The type of what went wrong with a command, at either end.</summary>
    public static string ErrorTypeOf(Exception error) => error switch
    {
        CommandException command => ErrorTypeOf(command.Kind),
        GobException gob => ErrorTypes.Of(gob.Kind),
        OperationCanceledException => ErrorTypes.Canceled,
        _ => ErrorTypes.Other,
    };

    private static string ErrorTypeOf(CommandErrorKind kind) => kind switch
    {
        CommandErrorKind.Dial => ErrorTypes.Dial,
        CommandErrorKind.Timeout => ErrorTypes.Timeout,
        CommandErrorKind.LimitExceeded => ErrorTypes.LimitExceeded,
        CommandErrorKind.Truncated => ErrorTypes.Truncated,
        CommandErrorKind.ConnectionLost => ErrorTypes.ConnectionLost,
        CommandErrorKind.Refused => ErrorTypes.Refused,
        CommandErrorKind.RateLimited => ErrorTypes.RateLimited,
        CommandErrorKind.TooSlow => ErrorTypes.SlowSender,
        CommandErrorKind.UnknownCommand => ErrorTypes.UnknownCommand,
        CommandErrorKind.RelayFailed => ErrorTypes.RelayFailed,
        _ => ErrorTypes.Other,
    };
}
