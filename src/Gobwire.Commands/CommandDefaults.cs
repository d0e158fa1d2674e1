namespace Gobwire.Commands;

/// <summary>Defaults that an endpoint and a client share.</summary>
internal static class CommandDefaults
{
    public const int MaxLineLength = 4_096;

    /// <summary>How many bytes of replies are gathered before they are flushed though nobody waits.</summary>
    public const int FlushThreshold = 64 << 10;

    /// <summary>How many bytes of output may wait for a flush, whoever writes them.</summary>
    public const long MaxUnflushedBytes = 64 << 20;

    public static GobOptions Gob { get; } = GobOptions.Default with { MaxMessageSize = 1 << 20 };
}
