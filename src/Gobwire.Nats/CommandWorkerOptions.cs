namespace Gobwire.Nats;

/// <summary>How a worker takes commands.</summary>
public sealed record CommandWorkerOptions
{
    /// <summary>The queue group: of the workers in one, each command goes to one. Default <c>workers</c>.</summary>
    public string QueueGroup { get; init; } = "workers";

    /// <summary>How many commands are handled at a time. Default 64.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>
    /// How many commands may wait for their turn here. One more is answered at once with the error 503, so that its sender can ask another
    /// worker. Default 256.
    /// </summary>
    public int MaxWaiting { get; init; } = 256;

    /// <summary>
    /// How long a handler may take in all until its token fires; null, the default, for the endpoint's
    /// <see cref="Commands.CommandEndpointOptions.HandlerTimeout"/>. A handler that sets its connection's does not change it.
    /// </summary>
    public TimeSpan? HandlerTimeout { get; init; }

    /// <summary>How long commands begun may take when the worker stops; then their tokens fire. Default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The name under which NATS tools find the worker as a service; null for the prefix, with <c>-</c> for what names do not allow.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The service's version, by semantic versioning. Default <c>1.0.0</c>.</summary>
    public string ServiceVersion { get; init; } = "1.0.0";

    /// <summary>The commands taken from the stream of durable commands too; each needs a handler. Default none.</summary>
    public IReadOnlyCollection<string> DurableCommands { get; init; } = [];

    /// <summary>The stream of durable commands.</summary>
    public CommandStreamOptions Stream { get; init; } = new();

    /// <summary>
    /// After how long without an acknowledgement, as of a worker that has died, a durable command is delivered again. Longer than
    /// handlers may take. Default 60 s.
    /// </summary>
    public TimeSpan AckWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a durable command is delivered at most; then it is put aside, into the stream of the dead. Default 5.</summary>
    public int MaxDeliveries { get; init; } = 5;

    /// <summary>How long a durable command rests after its first failure; each further rest is twice as long, up to a minute. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
