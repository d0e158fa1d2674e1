namespace Gobwire.Wire;

/// <summary>Whether a message, or its length, is at hand.</summary>
internal enum FrameStatus
{
    Complete,
    Incomplete,
    Malformed,
}
