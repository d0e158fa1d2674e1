using System.Net;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using Networking;

// A server without arguments, a client with -connect HOST[:PORT], both on one screen with demo.
using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    CommandEndpoint endpoint = Server.Create(loggers.CreateLogger("networking"));
    switch (args)
    {
        case []:
            await endpoint.ListenAsync(cancellationToken: stop.Token);
            return 0;
        case ["-connect" or "--connect", var address]:
            await Client.RunAsync(address);
            return 0;
        case ["demo"]:
            await using (CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0)))
                await Client.RunAsync($"localhost:{server.Port}");
            return 0;
        default:
            await Console.Error.WriteLineAsync("usage: Networking [-connect HOST[:PORT] | demo]");
            return 2;
    }
}
catch (Exception error) when (error is IOException or CommandException)
{
    await Console.Error.WriteLineAsync($"networking: {error.Message}");
    return 1;
}
