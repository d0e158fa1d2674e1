using Gobwire.Commands;

namespace Gobwire.Nats;

/// <summary>How one command is relayed.</summary>
public sealed record CommandRelayRoute
{
    /// <summary>What follows the command's name. Default a gob.</summary>
    public CommandPayload Payload { get; init; } = CommandPayload.Gob;

    /// <summary>How the command goes on. Default as a request.</summary>
    public CommandRelayMode Mode { get; init; }

    /// <summary>
    /// What tells the client that a durable command is kept: the line <c>OK</c>, a gob of true, or nothing. Default a line. Not used in the
    /// other modes: there the worker answers, or nobody.
    /// </summary>
    public CommandPayload Acknowledgement { get; init; } = CommandPayload.Line;

    /// <summary>
    /// Makes the message id of a durable command of its payload: of two with the same id within the stream's window, one is dropped. Null, the
    /// default, for an id that is new each time, so that a client that sends a command again has it handled again.
    /// </summary>
    public Func<CommandContext, ReadOnlyMemory<byte>, string>? MessageId { get; init; }

    /// <summary>How long the command may take until it is answered, or kept; null for <see cref="CommandRelayOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
