using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gobwire.Testing;

/// <summary>Keeps what is logged.</summary>
internal sealed class CapturingLogger : ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new LogLine(logLevel, eventId.Name ?? "", formatter(state, exception), exception));

    /// <summary>The lines of an event.</summary>
    public List<LogLine> Of(string eventName) => [.. _lines.Where(l => l.Event == eventName)];

    /// <summary>Waits for an event's line, and returns the first.</summary>
    public async Task<LogLine> WaitForAsync(string eventName)
    {
        await Until.TrueAsync(() => Of(eventName).Count > 0, $"{eventName} was logged");
        return Of(eventName)[0];
    }
}
