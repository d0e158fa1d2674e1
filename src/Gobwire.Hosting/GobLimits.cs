namespace Gobwire.Hosting;

/// <summary>The limits of gobs from the network, as configuration has them; see <see cref="GobOptions"/>.</summary>
public sealed class GobLimits
{
    /// <summary>The largest message, in bytes. Default 1 MiB for commands, 64 MiB for net/rpc, whose requests are bounded by a limit of their own.</summary>
    public long MaxMessageSize { get; set; } = GobOptions.Default.MaxMessageSize;

    /// <summary>How many levels deep a value may be. Default 200.</summary>
    public int MaxDepth { get; set; } = GobOptions.Default.MaxDepth;

    /// <summary>How many types a stream may define. Default 1,000.</summary>
    public int MaxTypeDefinitions { get; set; } = GobOptions.Default.MaxTypeDefinitions;

    /// <summary>The longest name of a field, or of an interface value's concrete type, in bytes. Default 1,024.</summary>
    public int MaxNameLength { get; set; } = GobOptions.Default.MaxNameLength;

    /// <summary>The longest name in a type's definition, in bytes. Default 64 KiB: Go names an unnamed type by its whole text.</summary>
    public int MaxTypeNameLength { get; set; } = GobOptions.Default.MaxTypeNameLength;

    internal GobOptions ApplyTo(GobOptions options) => options with
    {
        MaxMessageSize = MaxMessageSize,
        MaxDepth = MaxDepth,
        MaxTypeDefinitions = MaxTypeDefinitions,
        MaxNameLength = MaxNameLength,
        MaxTypeNameLength = MaxTypeNameLength,
    };

    internal void Check(OptionProblems problems)
    {
        problems.InRange(nameof(MaxMessageSize), MaxMessageSize, 1, int.MaxValue);
        problems.InRange(nameof(MaxDepth), MaxDepth, 1, int.MaxValue);
        problems.InRange(nameof(MaxTypeDefinitions), MaxTypeDefinitions, 1, int.MaxValue);
        problems.InRange(nameof(MaxNameLength), MaxNameLength, 1, int.MaxValue);
        problems.InRange(nameof(MaxTypeNameLength), MaxTypeNameLength, 1, int.MaxValue);
    }
}
