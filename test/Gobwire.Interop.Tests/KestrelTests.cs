using System.Net;
using Gobwire.AspNetCore;
using Gobwire.Hosting;
using Gobwire.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PolyType;

namespace Gobwire.Interop.Tests;

/// <summary>Live Go clients against an ASP.NET Core app: commands on a port of Kestrel's, net/rpc on another and inside HTTP.</summary>
public sealed partial class KestrelTests(GoToolchain go) : GoTests(go)
{
    [Theory]
    [InlineData("article"), InlineData("many"), InlineData("dribble"), InlineData("pipeline"), InlineData("kept"), InlineData("halfclose")]
    [InlineData("diemidgob"), InlineData("garbage"), InlineData("unknown")]
    public async Task A_go_client_is_content_with_commands_on_kestrel(string mode)
    {
        await Go.BuildAsync("gopeer");
        await using WebApplication app = await StartAsync();

        await GoPeer.RunClientAsync(Go, AddressOf(app, 1), mode, Deadline);
    }

    [Theory]
    [InlineData("tcp", 2), InlineData("http", 0)]
    public async Task A_go_client_is_content_with_net_rpc_on_kestrel(string mode, int port)
    {
        await Go.BuildAsync("gorpc");
        await using WebApplication app = await StartAsync();

        await using ChildProcess client = await Go.StartAsync("gorpc", "check", mode, AddressOf(app, port), "many");
        Assert.Equal(["ok"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }

    private static string AddressOf(WebApplication app, int port) => new Uri(
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(port)).Authority;

    private async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddCommandEndpoint().MapText("STRING", _ => "Thank you.").Map<ComplexData>("GOB", _ => { });
        builder.Services.AddRpcServer().Map<Args, Quotient>("Arith.Divide", args => args.B == 0
            ? throw new RpcServerException("divide by zero")
            : new Quotient(args.A / args.B, args.A % args.B));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, port => port.UseCommands());
            kestrel.Listen(IPAddress.Loopback, 0, port => port.UseRpc());
        });
        WebApplication app = builder.Build();
        app.MapRpc();
        await app.StartAsync(Deadline);
        return app;
    }

    [GenerateShape]
    internal sealed partial record Args(long A, long B);

    [GenerateShape]
    internal sealed partial record Quotient(long Quo, long Rem);
}
