namespace Gobwire.Nats;

/// <summary>What an endpoint relays, and how.</summary>
public sealed record CommandRelayOptions
{
    /// <summary>The commands that are not relayed as <see cref="Default"/> says, by their names.</summary>
    public IReadOnlyDictionary<string, CommandRelayRoute> Routes { get; init; } = new Dictionary<string, CommandRelayRoute>();

    /// <summary>How commands without a route are relayed; null for not at all, so that they stay unknown. Default a gob, as a request.</summary>
    public CommandRelayRoute? Default { get; init; } = new();

    /// <summary>How long a command may take until it is answered, or kept. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many workers are asked at most where those asked are busy. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The stream of durable commands.</summary>
    public CommandStreamOptions Stream { get; init; } = new();

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
