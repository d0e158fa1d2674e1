using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>The services of net/rpc's own tests, as a server of ours has them.</summary>
internal static class TestServices
{
    /// <summary>The path of the mode that has its own, as gopeer's.</summary>
    private const string OwnPath = "/own/path";

    public static JsonSerializerOptions Json { get; } = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static GobOptions Gob { get; } = GobOptions.Default.Register<Args>("main.Args");

    public static RpcProtocol ProtocolOf(string mode) => mode == "json" ? RpcProtocol.JsonRpc : RpcProtocol.Gob;

    public static RpcServer Create(string mode, ListLogger? logger = null, Func<RpcServerOptions, RpcServerOptions>? change = null)
    {
        var options = new RpcServerOptions { Protocol = ProtocolOf(mode), Json = Json, Gob = Gob };
        var server = new RpcServer(change?.Invoke(options) ?? options, logger);
        server.Register(new Arith());
        server.Register("net.rpc.Arith", new Arith());
        server.Register(new BuiltinTypes());
        server.Register(new Echo());
        server.Register(new Nulls());
        return server;
    }

    public static RunningServer Start(string mode) => Start(Create(mode), mode);

    public static RunningServer Start(RpcServer server, string mode) => mode switch
    {
        "http" => server.StartHttp(new IPEndPoint(IPAddress.Loopback, 0)),
        "path" => server.StartHttp(new IPEndPoint(IPAddress.Loopback, 0), OwnPath),
        _ => server.Start(new IPEndPoint(IPAddress.Loopback, 0)),
    };

    public static Task<RpcClient> DialAsync(string mode, string address, RpcClientOptions? options = null)
    {
        options = (options ?? new RpcClientOptions()) with { Protocol = ProtocolOf(mode), Json = Json, Gob = Gob };
        return mode switch
        {
            "http" => RpcClient.DialHttpAsync(address, options: options),
            "path" => RpcClient.DialHttpAsync(address, OwnPath, options),
            _ => RpcClient.DialAsync(address, options),
        };
    }
}
