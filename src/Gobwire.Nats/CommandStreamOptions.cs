namespace Gobwire.Nats;

/// <summary>The stream that keeps durable commands. Edges and workers of one prefix are given the same.</summary>
public sealed record CommandStreamOptions
{
    /// <summary>
    /// The stream's name; null for the prefix, with <c>-</c> for what names do not allow. Commands that were given up are in another, whose name
    /// ends in <c>-dead</c>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Whether the streams are made where they are missing. What is there is left as it is. Default true.</summary>
    public bool Create { get; init; } = true;

    /// <summary>On how many servers of a cluster a stream that is made is kept. Default 1; 3 survives the loss of a server.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>For how long a stream that is made drops messages of an id it has had. Default 2 minutes.</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many bytes a stream that is made keeps; more commands are refused then, and their clients not answered. Default null: any number.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>For how long a stream that is made keeps commands that were given up. Default 30 days; zero for ever.</summary>
    public TimeSpan DeadMaxAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many bytes of them it keeps; the oldest make room. Default 256 MiB, which the server sets aside; null for any number.</summary>
    public long? DeadMaxBytes { get; init; } = 256L << 20;

    internal string NameFor(string prefix) => Name ?? SubjectName.PrefixAsName(prefix);

    internal string DeadNameFor(string prefix) => $"{NameFor(prefix)}-dead";
}
