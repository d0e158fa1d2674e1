namespace Gobwire.Commands;

/// <summary>How one command is sent through a <see cref="CommandClientPool"/>.</summary>
public sealed record CommandSendOptions
{
    /// <summary>
    /// Whether handling the command twice does no harm. Then it is sent again, on another connection, where its reply was lost; otherwise a command
    /// that may have been handled never is. Default false.
    /// </summary>
    public bool IsIdempotent { get; init; }

    /// <summary>How long the command may take in all; null, the default, for <see cref="CommandClientPoolOptions.CommandTimeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
