namespace Gobwire.Hosting.Tests;

/// <summary>Something scoped: one a command or call, disposed of with it.</summary>
internal sealed class Visit(Visits visits) : IAsyncDisposable
{
    public int Number { get; } = visits.Begin();

    public ValueTask DisposeAsync()
    {
        visits.End();
        return ValueTask.CompletedTask;
    }
}
