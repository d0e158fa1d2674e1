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

    internal string NameFor(string prefix) => Name ?? SubjectName.PrefixAsName(prefix);

    internal string DeadNameFor(string prefix) => $"{NameFor(prefix)}-dead";
}
