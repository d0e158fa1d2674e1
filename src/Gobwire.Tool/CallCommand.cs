using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gobwire.Rpc;

namespace Gobwire.Tool;

/// <summary>gobwire call: calls a method of a net/rpc server, as curl does with HTTP.</summary>
internal sealed class CallCommand
{
    private readonly Argument<string> _address = new("HOST:PORT") { Description = "The server's address; with --unix, the socket's path." };

    private readonly Argument<string> _method = new("Service.Method") { Description = "The service and method, such as Arith.Multiply." };

    private readonly Argument<string> _json = new("JSON")
    {
        Description = "The arguments, such as '{\"A\":7,\"B\":8}'; an empty struct if there are none.",
        DefaultValueFactory = _ => "{}",
    };

    private readonly Option<bool> _http = new("--http") { Description = "Connects inside HTTP, as Go's rpc.DialHTTP." };

    private readonly Option<string> _path = new("--path")
    {
        Description = "With --http: the path to connect to.",
        DefaultValueFactory = _ => RpcServer.DefaultRpcPath,
        HelpName = "PATH",
    };

    private readonly Option<bool> _jsonRpc = new("--jsonrpc") { Description = "Speaks JSON-RPC 1.0, as Go's net/rpc/jsonrpc, instead of gob." };

    private readonly Option<bool> _unix = new("--unix") { Description = "Dials a Unix domain socket." };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long dialing, and the call, may take; 0 for as long as it takes.",
        DefaultValueFactory = _ => 30,
        HelpName = "SECONDS",
    };

    private readonly Terminal _terminal;

    private CallCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var call = new CallCommand(terminal);
        var command = new Command(
            "call", "Calls a method of a net/rpc server and prints the reply as Gob JSON. No type is needed: numbers without a point are sent as int.")
        {
            call._address, call._method, call._json, call._http, call._path, call._jsonRpc, call._unix, call._timeout,
        };
        command.SetAction(call.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        double seconds = result.GetValue(_timeout);
        TimeSpan timeout = seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
        var options = new RpcClientOptions
        {
            Protocol = result.GetValue(_jsonRpc) ? RpcProtocol.JsonRpc : RpcProtocol.Gob,
            Gob = GobOptions.Trusted,
            DialTimeout = timeout,
            CallTimeout = timeout,
        };
        string address = (result.GetValue(_unix) ? "unix:" : "") + result.GetValue(_address);
        try
        {
            await using RpcClient client = result.GetValue(_http)
                ? await RpcClient.DialHttpAsync(address, result.GetValue(_path)!, options, cancellationToken)
                : await RpcClient.DialAsync(address, options, cancellationToken);
            string reply = await client.CallJsonAsync(result.GetValue(_method)!, result.GetValue(_json)!, cancellationToken);
            await using Stream output = _terminal.OpenOutput();
            await output.WriteAsync(Encoding.UTF8.GetBytes(reply + "\n"), cancellationToken);
            return 0;
        }
        catch (Exception error) when (
            error is RpcServerException or RpcException or GobException or JsonException or FormatException or ArgumentException)
        {
            await _terminal.Error.WriteLineAsync($"gobwire: {error.Message}");
            return 1;
        }
    }
}
