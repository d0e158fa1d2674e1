namespace Gobwire.Commands;

/// <summary>What went wrong with a command or its connection.</summary>
public enum CommandErrorKind
{
    /// <summary>The connection could not be made.</summary>
    Dial,

    /// <summary>A deadline or a timeout passed.</summary>
    Timeout,

    /// <summary>A limit of the options was reached.</summary>
    LimitExceeded,

    /// <summary>The peer ended its input in the middle of a line or of a value, or before it.</summary>
    Truncated,

    /// <summary>The connection was reset or aborted.</summary>
    ConnectionLost,

    /// <summary>A filter has refused the command, as for want of a right.</summary>
    Refused,

    /// <summary>More commands came than a rate limit allows.</summary>
    RateLimited,

    /// <summary>What the peer had begun to send came more slowly than the least rate.</summary>
    TooSlow,

    /// <summary>The command has no handler.</summary>
    UnknownCommand,

    /// <summary>A relay could not get the command handled elsewhere: nobody serves it, or its handler failed.</summary>
    RelayFailed,
}
