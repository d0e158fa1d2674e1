using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gobwire.Rpc.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public IReadOnlyList<string> Warnings => [.. from line in _lines where line.Level >= LogLevel.Warning select line.Text];

    /// <summary>All there is.</summary>
    public IReadOnlyList<string> Lines => [.. from line in _lines select line.Text];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));
}
