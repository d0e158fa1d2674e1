using Arith;
using Gobwire.Rpc;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

// arith [--port N] [--mode tcp|http|json] serves; with --call HOST:PORT it calls; with --demo it does both.
var mode = Mode.Tcp;
int port = 1234;
string? address = null;
bool isDemo = false;
for (int i = 0; i < args.Length; i++)
{
    string? value = i + 1 < args.Length ? args[i + 1] : null;
    switch (args[i])
    {
        case "--port" when int.TryParse(value, out port) && port is >= 0 and <= 65535:
        case "--mode" when Enum.TryParse(value, ignoreCase: true, out mode):
        case "--call" when (address = value) is not null:
            i++;
            break;
        case "--demo":
            isDemo = true;
            break;
        default:
            await Console.Error.WriteLineAsync("usage: Arith [--port N] [--mode tcp|http|json] [--call HOST:PORT | --demo]");
            return 2;
    }
}

using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddSimpleConsole(console => console.SingleLine = true));
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    if (address is not null)
    {
        await Client.RunAsync(mode, address);
        return 0;
    }

    await using RunningServer server = Server.Start(mode, isDemo ? 0 : port, loggers.CreateLogger("arith"), stop.Token);
    if (isDemo)
        await Client.RunAsync(mode, $"localhost:{server.Port}");
    else
        await server.Completion;
    return 0;
}
catch (Exception error) when (error is IOException or RpcException or FormatException)
{
    await Console.Error.WriteLineAsync($"arith: {error.Message}");
    return 1;
}
