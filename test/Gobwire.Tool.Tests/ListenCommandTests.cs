using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gobwire.Commands;
using Gobwire.Commands.Tests;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Tool.Tests;

public sealed class ListenCommandTests
{
    [Fact]
    public async Task A_unix_domain_socket_is_listened_on_until_the_stop()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("commands.sock");
        using var stop = new CancellationTokenSource();
        using var run = new TestRun([]) { Stop = stop.Token };
        Task<int> listening = run.RunAsync("listen", "--unix", path, "--log-level", "none");

        await using (CommandClient client = await ConnectAsync(path))
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "line", Until.Deadline));
        await stop.CancelAsync();

        Assert.Equal(0, await listening);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_has_several_endpoints_with_limits_of_their_own()
    {
        using var folder = new TemporaryFolder();
        string first = folder.PathOf("first.sock"), second = folder.PathOf("second.sock");
        string config = await WriteAsync(folder, new
        {
            first = new { Listen = new[] { $"unix:{first}" }, MaxLineLength = 5 },
            second = new { Listen = new[] { $"unix:{second}", "127.0.0.1:0" } },
        });
        using var stop = new CancellationTokenSource();
        using var run = new TestRun([]) { Stop = stop.Token };
        Task<int> listening = run.RunAsync("--config", config, "--log-level", "none");

        await using (CommandClient small = await ConnectAsync(first))
            await Assert.ThrowsAsync<CommandException>(async () => await small.AskTextAsync("STRING", "a long line", Until.Deadline));
        await using (CommandClient large = await ConnectAsync(second))
            Assert.Equal("Thank you.", await large.AskTextAsync("STRING", "a long line", Until.Deadline));
        await stop.CancelAsync();

        Assert.Equal(0, await listening);
    }

    [Theory]
    [InlineData("""{"main":{"Listen":["127.0.0.1:0"],"IdleTimeout":"130"}}""", "gobwire: Gobwire:Endpoints:main:IdleTimeout is 130.00:00:00;")]
    [InlineData("""{"main":{"Listen":["127.0.0.1:0"],"MaxConections":1}}""", "gobwire: Gobwire:Endpoints:main: ")]
    [InlineData("""{"main":{"Listen":["127.0.0.1:0"],"MaxConnections":"x"}}""", "gobwire: Failed to convert configuration value 'x' at 'Gobwire:Endpoints:main:MaxConnections'")]
    [InlineData("""{"main":{"MaxConnections":1}}""", "has no address in Listen")]
    [InlineData("{}", "there is no endpoint under Gobwire:Endpoints")]
    [InlineData("{", "gobwire: ")]
    public async Task A_file_that_is_wrong_is_told_by_its_keys(string endpoints, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("gobwire.json");
        await File.WriteAllTextAsync(path, "{\"Gobwire\":{\"Endpoints\":" + endpoints + "}}", Until.Deadline);

        using TestRun run = await TestRun.OfAsync("", "listen", "--config", path, "--log-level", "none");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_and_a_missing_file_are_one_line_each()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        string port = ((IPEndPoint)taken.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        using TestRun busy = await TestRun.OfAsync("", "listen", "--bind", "127.0.0.1", "--port", port, "--log-level", "none");
        using TestRun missing = await TestRun.OfAsync("", "listen", "--bind", "127.0.0.1", "--tls-cert", "nowhere.pem", "--tls-key", "nowhere.pem", "--log-level", "none");

        Assert.Equal((1, $"gobwire: listening on 127.0.0.1:{port}: address already in use"), (busy.ExitCode, busy.Error.TrimEnd()));
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith("gobwire: Tls:Certificate names the file nowhere.pem, which is not there", missing.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stands alone", "listen", "--config", "x.json", "--port", "1")]
    [InlineData("--unix has neither", "listen", "--unix", "x.sock", "--port", "1")]
    [InlineData("go together", "listen", "--tls-cert", "x.pem")]
    [InlineData("--client-ca needs", "listen", "--client-ca", "x.pem")]
    [InlineData("are for --connect", "--tls")]
    [InlineData("need --tls", "--connect", "x", "--ca", "x.pem")]
    [InlineData("--cert and --key go together", "--connect", "x", "--tls", "--cert", "x.pem")]
    public async Task Options_that_do_not_go_together_are_told(string message, params string[] args)
    {
        using TestRun run = await TestRun.OfAsync("", args);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, object endpoints)
    {
        string path = folder.PathOf("gobwire.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { Gobwire = new { Endpoints = endpoints } }), Until.Deadline);
        return path;
    }

    private static async Task<CommandClient> ConnectAsync(string path)
    {
        await ListeningSockets.WaitForAsync(path);
        return await CommandClient.ConnectAsync($"unix:{path}", cancellationToken: Until.Deadline);
    }
}
