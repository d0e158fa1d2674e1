namespace Gobwire.Nats.Tests;

/// <summary>Meters and sources are the process's own: tests that look at them run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ObservedTests
{
    public const string Name = nameof(ObservedTests);
}
