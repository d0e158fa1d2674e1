namespace Gobwire.Nats;

/// <summary>What follows a command's name on a connection, or answers it: a relay must know where it ends.</summary>
public enum CommandPayload
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A line of text.</summary>
    Line,

    /// <summary>A gob.</summary>
    Gob,
}
