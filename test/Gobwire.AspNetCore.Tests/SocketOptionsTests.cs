using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gobwire.AspNetCore.Tests;

/// <summary>The options that are the sockets' own, read from the sockets that Kestrel has accepted.</summary>
public sealed class SocketOptionsTests
{
    private const int KeepAliveSeconds = 47;
    private const int SendBufferSize = 20_000;

    private Socket? _accepted;

    [Fact]
    public async Task A_port_of_commands_probes_silent_peers_and_holds_as_much_for_them_as_the_endpoint_s_options_say()
    {
        await using var app = new TestApp();
        app.Services.AddCommandEndpoint().MapText("TEXT", text => text).Configure(options =>
        {
            options.KeepAlive = TimeSpan.FromSeconds(KeepAliveSeconds);
            options.SendBufferSize = SendBufferSize;
        });
        await app.Listen(port => Watch(port).UseCommands()).StartAsync();

        await using CommandClient client = await app.ConnectAsync();
        Assert.Equal("a", await client.AskTextAsync("TEXT", "a"));

        AssertIsSetUp();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_do_a_port_of_net_rpc_and_the_connections_it_takes_over_from_http(bool isInsideHttp)
    {
        await using var app = new TestApp();
        app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n).Configure(options =>
        {
            options.KeepAlive = TimeSpan.FromSeconds(KeepAliveSeconds);
            options.SendBufferSize = SendBufferSize;
        });
        app.Listen(port => _ = isInsideHttp ? Watch(port) : Watch(port).UseRpc()).App.MapRpc();
        await app.StartAsync();

        var options = new RpcClientOptions { CallTimeout = TestApp.Patience };
        await using RpcClient client = isInsideHttp
            ? await RpcClient.DialHttpAsync(app.AddressOf(1), options: options, cancellationToken: Until.Deadline)
            : await RpcClient.DialAsync(app.AddressOf(1), options, Until.Deadline);
        Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));

        AssertIsSetUp();
    }

    private ListenOptions Watch(ListenOptions port)
    {
        port.Use(next => context =>
        {
            _accepted = context.Features.Get<IConnectionSocketFeature>()!.Socket;
            return next(context);
        });
        return port;
    }

    private void AssertIsSetUp()
    {
        Assert.NotEqual(0, _accepted!.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(KeepAliveSeconds, _accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(KeepAliveSeconds, _accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        // Linux takes double, for its own needs.
        Assert.Equal(OperatingSystem.IsLinux() ? 2 * SendBufferSize : SendBufferSize, _accepted.SendBufferSize);
    }
}
