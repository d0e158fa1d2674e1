using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.Hosting.Tests;

/// <summary>Hosts that are shut down otherwise than they should be.</summary>
public sealed class HostOrderTests
{
    [Fact]
    public async Task A_host_that_is_stopped_before_its_start_twice_and_after_its_end_is_none_the_worse()
    {
        var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapText("TEXT", text => text);
        await host.StopAsync();
        await host.DisposeAsync();

        host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapText("TEXT", text => text);
        await host.StartAsync();
        EndPoint endPoint = host.Commands().EndPoints[0];
        await Task.WhenAll(host.StopAsync(), host.StopAsync()).WaitAsync(Until.Deadline);
        await host.StopAsync();
        await host.DisposeAsync();

        Assert.False(Accepts(endPoint));
    }

    [Fact]
    public async Task A_host_that_is_disposed_without_a_stop_listens_no_more_and_lets_its_clients_go()
    {
        var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapText("TEXT", text => text);
        await host.StartAsync();
        EndPoint endPoint = host.Commands().EndPoints[0];
        await using CommandClient client = await host.ConnectAsync();
        Assert.Equal("hello", await client.AskTextAsync("TEXT", "hello", Until.Deadline));

        await ((IAsyncDisposable)host.Host).DisposeAsync();

        await Assert.ThrowsAsync<CommandException>(async () => await client.AskTextAsync("TEXT", "hello", Until.Deadline));
        // Disposing begins the end of listening, and does not wait for it.
        await Until.TrueAsync(() => !Accepts(endPoint), "the port is closed");
    }

    private static bool Accepts(EndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
