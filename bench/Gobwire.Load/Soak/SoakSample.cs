namespace Gobwire.Load.Soak;

/// <summary>What the server's process holds at a time.</summary>
/// <param name="At">Since the start.</param>
/// <param name="Managed">Bytes on the managed heap after a collection.</param>
/// <param name="Resident">Bytes of resident memory.</param>
/// <param name="Handles">Open descriptors.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Connections">Connections held.</param>
/// <param name="Bugs">Connections whose serving failed, and handlers that were told half a value as whole, so far.</param>
internal sealed record SoakSample(TimeSpan At, long Managed, long Resident, long Handles, long Threads, long Connections, long Bugs);
