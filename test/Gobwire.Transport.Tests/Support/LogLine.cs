using Microsoft.Extensions.Logging;

namespace Gobwire.Testing;

/// <summary>A line that was logged.</summary>
internal sealed record LogLine(LogLevel Level, string Event, string Message, Exception? Exception);
