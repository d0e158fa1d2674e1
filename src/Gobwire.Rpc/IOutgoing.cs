namespace Gobwire.Rpc;

/// <summary>A message to be sent.</summary>
internal interface IOutgoing
{
    /// <summary>Writes the message into the queue, as a whole or, with an exception, not at all. Called once, under the queue's lock.</summary>
    void WriteTo(SendQueue queue);
}
