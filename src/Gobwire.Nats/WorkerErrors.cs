using Gobwire.Commands;

namespace Gobwire.Nats;

/// <summary>The error codes of workers, which are HTTP's, in the headers that NATS services have for them.</summary>
internal static class WorkerErrors
{
    public const int Invalid = 400;
    public const int Refused = 403;
    public const int TooLarge = 413;
    public const int RateLimited = 429;
    public const int Failed = 500;
    public const int Busy = 503;
    public const int TimedOut = 504;

    /// <summary>The code for an error of a handler, and the words that may leave the worker.</summary>
    public static (int Code, string Reason) Of(Exception error) => error switch
    {
        CommandException { Kind: CommandErrorKind.Refused } => (Refused, error.Message),
        CommandException { Kind: CommandErrorKind.RateLimited } => (RateLimited, error.Message),
        CommandException => (Invalid, error.Message),
        // The edge logs it.
        GobException gob => (Invalid, gob.MessageWithoutValues),
        OperationCanceledException => (TimedOut, "the handler was canceled"),
        _ => (Failed, "the handler failed"),
    };
}
