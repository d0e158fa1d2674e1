using System.Net;
using Gobwire.Rpc;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Arith;

/// <summary>The server: a service, and where it listens.</summary>
internal static class Server
{
    public static RunningServer Start(Mode mode, int port, ILogger logger, CancellationToken stop)
    {
        var options = new RpcServerOptions
        {
            Protocol = mode == Mode.Json ? RpcProtocol.JsonRpc : RpcProtocol.Gob,
            Json = ArithJson.Default.Options,
        };
        var server = new RpcServer(options, logger);
        server.Register<IArith>("Arith", new ArithService());
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        return mode == Mode.Http ? server.StartHttp(endPoint, cancellationToken: stop) : server.Start(endPoint, stop);
    }
}
