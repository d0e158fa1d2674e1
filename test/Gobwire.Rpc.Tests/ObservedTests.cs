namespace Gobwire.Rpc.Tests;

/// <summary>Tests that listen to the process's meters: alone, so that they hear nobody else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ObservedTests
{
    public const string Name = "Observed";
}
