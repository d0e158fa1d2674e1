using System.Net;
using System.Net.Sockets;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>Servers that vanish in the middle of a reply, without a word: what the client's side comes to.</summary>
public sealed class VanishedServerTests : IAsyncDisposable
{
    private static readonly CommandClientOptions Probing = new() { KeepAlive = TimeSpan.FromSeconds(1) };

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _connections = [];

    public VanishedServerTests()
    {
        VanishingSocket.SkipUnlessPossible();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private string Address => _listener.LocalEndPoint!.ToString()!;

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _connections.ForEach(c => c.Dispose());
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_probes_of_TCP_make_it_a_lost_connection_to_a_client()
    {
        await using CommandClient client = await CommandClient.ConnectAsync(Address, Probing, Until.Deadline);
        ValueTask<string> asking = client.AskTextAsync("PAY", "once", Until.Deadline);

        await AnswerHalfAndVanishAsync();

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking.AsTask());
        Assert.Equal((CommandErrorKind.ConnectionLost, true), (error.Kind, error.MayHaveBeenHandled));
        Assert.Equal($"PAY to {Address}: reading a line: the connection is lost: i/o timeout", error.Message);
    }

    [Fact]
    public async Task A_client_without_probes_has_its_read_timeout()
    {
        var options = new CommandClientOptions { KeepAlive = Timeout.InfiniteTimeSpan, ReadTimeout = TimeSpan.FromSeconds(1) };
        await using CommandClient client = await CommandClient.ConnectAsync(Address, options, Until.Deadline);
        ValueTask<string> asking = client.AskTextAsync("PAY", "once", Until.Deadline);

        await AnswerHalfAndVanishAsync();

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking.AsTask());
        Assert.Equal((CommandErrorKind.Timeout, true), (error.Kind, error.MayHaveBeenHandled));
    }

    [Fact]
    public async Task A_pool_gives_the_command_up_in_its_time_and_the_next_has_another_connection()
    {
        await using var pool = new CommandClientPool(Address);
        var soon = new CommandSendOptions { Timeout = TimeSpan.FromSeconds(1) };
        ValueTask<string> asking = pool.AskTextAsync("PAY", "once", soon, Until.Deadline);
        await AnswerHalfAndVanishAsync();

        CommandException error = await Assert.ThrowsAsync<CommandException>(() => asking.AsTask());
        Assert.Equal((CommandErrorKind.Timeout, true), (error.Kind, error.MayHaveBeenHandled));

        asking = pool.AskTextAsync("PAY", "twice", Until.Deadline);
        await AnswerAsync("whole\n");
        Assert.Equal("whole", await asking);
        Assert.Equal(2, _connections.Count);
    }

    [Fact]
    public async Task A_pool_sends_an_idempotent_command_again_when_the_probes_find_out()
    {
        await using var pool = new CommandClientPool(Address, new CommandClientPoolOptions { Client = Probing, CommandTimeout = TimeSpan.FromMinutes(2) });
        ValueTask<string> asking = pool.AskTextAsync("GET", "price", new CommandSendOptions { IsIdempotent = true }, Until.Deadline);
        await AnswerHalfAndVanishAsync();

        await AnswerAsync("whole\n");

        Assert.Equal("whole", await asking);
    }

    private async Task AnswerHalfAndVanishAsync() => await (await AnswerAsync("half a rep")).VanishAsync();

    /// <summary>Takes the next connection and its command, and sends something for it.</summary>
    private async Task<Socket> AnswerAsync(string reply)
    {
        Socket socket = await _listener.AcceptAsync(Until.Deadline);
        _connections.Add(socket);
        var command = new StringBuilder();
        byte[] buffer = new byte[100];
        while (command.ToString().Count(c => c == '\n') < 2)
            command.Append(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Until.Deadline)));
        await socket.SendAsync(Encoding.UTF8.GetBytes(reply), Until.Deadline);
        return socket;
    }
}
