namespace Gobwire.Transport;

/// <summary>Whoever a <see cref="Deadline"/> wakes. An interface and not a delegate: there are two of them for each connection.</summary>
internal interface IDeadlineOwner
{
    /// <summary>Called when a point has passed while something waits, on any thread.</summary>
    void OnDeadline();
}
