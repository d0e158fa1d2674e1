using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Gobwire.Transport.Tests;

/// <summary>The other process of the test that takes its descriptors away: serves connections, and prints what it logs and how long it waits.</summary>
internal static class AcceptingProcess
{
    public const string Argument = "serve-until-input-ends";

    /// <summary>How the lines begin that tell how many milliseconds accepting is to wait.</summary>
    public const string Waits = "Waits: ";

    public static async Task<int> RunAsync()
    {
        var listener = TransportListener.Bind(
            new IPEndPoint(IPAddress.Loopback, 0), new TransportListenerOptions { TimeProvider = new PrintingTime() }, new PrintingLogger());
        var options = new TransportServerOptions { MaxConnections = int.MaxValue, MaxConnectionsPerAddress = int.MaxValue };
        var server = new TransportServer(ServeAsync, options, new PrintingLogger());
        using var stop = new CancellationTokenSource();
        await Console.Out.WriteLineAsync(((IPEndPoint)listener.LocalEndPoint).Port.ToString(CultureInfo.InvariantCulture));
        Task running = server.RunAsync(listener, stop.Token);
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await stop.CancelAsync();
        await running;
        return 0;
    }

    private static async Task ServeAsync(TransportConnection connection, CancellationToken stopping)
    {
        using CancellationTokenRegistration wake = stopping.Register(connection.Input.CancelPendingRead);
        var result = await connection.Input.ReadAsync(CancellationToken.None);
        connection.Output.Write("served"u8);
        connection.Input.AdvanceTo(result.Buffer.End);
        await connection.CloseAsync(TimeSpan.FromSeconds(2), 1 << 20);
    }

    private sealed class PrintingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Waits}{dueTime.TotalMilliseconds}"));
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    private sealed class PrintingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Out.WriteLine($"{eventId.Name}: {formatter(state, exception)}");
    }
}
