using System.Collections.Concurrent;
using System.Net;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;

namespace Gobwire.Interop.Tests;

/// <summary>An endpoint in the tests' process, with the struct's type known.</summary>
public sealed class LibraryServer : TestedServer, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly CommandServer _server;

    public LibraryServer(CommandEndpointOptions? options = null)
    {
        var endpoint = new CommandEndpoint(options, this);
        endpoint.Map("STRING", async (connection, cancellationToken) =>
        {
            _lines.Enqueue($"{connection.Peer}: STRING: {await connection.ReadLineAsync(cancellationToken)}");
            await connection.WriteLineAsync("Thank you.", cancellationToken);
        });
        endpoint.Map("GOB", async (connection, cancellationToken) =>
        {
            ComplexData value = await connection.ReadGobAsync<ComplexData>(cancellationToken);
            string json = GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(value)).ToJson();
            _lines.Enqueue($"{connection.Peer}: GOB: {json}");
        });
        _server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public override string Address => $"127.0.0.1:{_server.Port}";

    public override async Task<List<string>> StopAsync(CancellationToken deadline)
    {
        await _server.StopAsync().WaitAsync(deadline);
        return [.. _lines];
    }

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)}{exception}");
}
