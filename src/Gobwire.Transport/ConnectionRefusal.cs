namespace Gobwire.Transport;

/// <summary>Why a connection is not taken in: the limit, as measurements name it, and the reason, as people read it.</summary>
internal sealed record ConnectionRefusal(string ErrorType, string Reason);
