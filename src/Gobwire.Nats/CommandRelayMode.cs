namespace Gobwire.Nats;

/// <summary>How a command goes on to its worker.</summary>
public enum CommandRelayMode
{
    /// <summary>The command waits until a worker has handled it; what the worker answers goes to the client, nothing if it answers nothing.</summary>
    Request,

    /// <summary>The command is published, and nothing comes back: it is handled at most once, and not at all where no worker listens.</summary>
    Publish,

    /// <summary>
    /// A JetStream stream keeps the command until a worker has handled it, at least once; the client is answered when the stream has it.
    /// </summary>
    Durable,
}
