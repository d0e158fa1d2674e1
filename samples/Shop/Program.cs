using System.Globalization;
using System.Runtime.InteropServices;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Shop;

// The scale page's edge and worker: "edge URL PORT", "worker URL", and a client of either edge, "order HOST:PORT ID".
using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
ILogger logger = loggers.CreateLogger("shop");
using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    switch (args)
    {
        case ["edge", var url, var port]:
            await Edge.RunAsync(url, int.Parse(port, CultureInfo.InvariantCulture), logger, stop.Token);
            return 0;
        case ["worker", var url]:
            await Worker.RunAsync(url, logger, stop.Token);
            return 0;
        case ["order", var address, var id]:
            await using (CommandClient client = await CommandClient.ConnectAsync(address, cancellationToken: stop.Token))
            {
                await client.SendAsync("ORDER", new Order(long.Parse(id, CultureInfo.InvariantCulture), "Ann", [2.5, 4]), stop.Token);
                Console.WriteLine(await client.Connection.ReadLineAsync(stop.Token));
            }

            return 0;
        default:
            await Console.Error.WriteLineAsync("usage: Shop edge URL PORT | worker URL | order HOST:PORT ID");
            return 2;
    }
}
catch (Exception error) when (error is IOException or CommandException or NatsException or FormatException)
{
    await Console.Error.WriteLineAsync($"shop: {error.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
