using System.Globalization;
using System.Net;
using Gobwire.Commands;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Load.Soak;

/// <summary>The endpoint under soak, in a process of its own: plain and with TLS.</summary>
internal static class SoakServer
{
    /// <summary>What STRING's line must be: a handler that sees another has been told a half value as whole.</summary>
    public const string Text = "Additional data.";

    private const int LargeReply = 16 << 20;

    private static int _bugs;

    /// <summary>Prints both ports; then answers each line of input with what it holds, until the input ends.</summary>
    public static async Task RunAsync(string certificatePath, string keyPath)
    {
        using var certificate = new TlsCertificateFiles(certificatePath, keyPath);
        var options = new CommandEndpointOptions
        {
            MaxConnectionsPerAddress = 512,
            // Short enough to be run into often, and long enough for the polite ones on a machine that stalls.
            PayloadTimeout = TimeSpan.FromSeconds(10),
            HandlerTimeout = TimeSpan.FromSeconds(5),
            IdleTimeout = TimeSpan.FromSeconds(30),
        };
        await using CommandServer plain = Map(new CommandEndpoint(options, new BugLogger())).Start(new IPEndPoint(IPAddress.Loopback, 0));
        await using CommandServer secure = Map(new CommandEndpoint(
            options with { Tls = new TlsServerOptions { Certificate = certificate } }, new BugLogger())).Start(new IPEndPoint(IPAddress.Loopback, 0));
        Console.WriteLine(plain.Port);
        Console.WriteLine(secure.Port);
        while (await Console.In.ReadLineAsync() is not null)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            // What that collection left alive: connections go on meanwhile.
            GCMemoryInfo heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{heap.HeapSizeBytes - heap.FragmentedBytes} {plain.ConnectionCount + secure.ConnectionCount} {Volatile.Read(ref _bugs)}"));
        }
    }

    private static CommandEndpoint Map(CommandEndpoint endpoint)
    {
        endpoint.Map("STRING", async (connection, cancellationToken) =>
        {
            CheckWhole(await connection.ReadLineAsync(cancellationToken) == Text);
            await connection.WriteLineAsync("Thank you.", cancellationToken);
        });
        endpoint.Map<ComplexData>("GOB", data => CheckWhole(IsSample(data)));
        endpoint.Map<ComplexData, ComplexData>("ECHO", data =>
        {
            CheckWhole(IsSample(data));
            return data;
        });
        endpoint.Map("LARGE", async (connection, cancellationToken) =>
        {
            byte[] piece = new byte[64 << 10];
            for (int sent = 0; sent < LargeReply; sent += piece.Length)
                await connection.Output.WriteAsync(piece, cancellationToken);
        });
        endpoint.MapText("THROW", text => throw new InvalidOperationException(text));
        endpoint.Map("HANG", async (_, cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken));
        endpoint.Map("STUCK", async (_, _) => await Task.Delay(TimeSpan.FromSeconds(10), CancellationToken.None));
        return endpoint;
    }

    /// <summary>Whether it is the one value that is sent, to its last field.</summary>
    public static bool IsSample(ComplexData data) =>
        data.N == ComplexData.Sample.N && data.M?.Count == 3 && data.P.Length == 3 && data.C?.S == ComplexData.Sample.C!.S && data.C.M?.Count == 3;

    private static void CheckWhole(bool isWhole)
    {
        if (!isWhole)
            Interlocked.Increment(ref _bugs);
    }

    /// <summary>Counts what must not happen, a connection whose serving itself failed; and tells why a polite client was let go.</summary>
    private sealed class BugLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "ServingFailed")
                Interlocked.Increment(ref _bugs);
            // Rude clients have addresses of their own.
            string message = formatter(state, exception);
            if (eventId.Name == "ServingFailed" || message.StartsWith("127.0.0.1:", StringComparison.Ordinal))
                Console.Error.WriteLine(message + exception);
        }
    }
}
