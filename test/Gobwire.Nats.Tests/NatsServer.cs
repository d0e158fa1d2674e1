using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Gobwire.Interop.Tests;
using Gobwire.Testing;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>A nats-server with JetStream, on a free loopback port, its files in a temporary folder. Without the program, its tests are skipped.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private const string Listening = "Listening for client connections on 127.0.0.1:";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<bool> IsInstalled = new(Find);

    private readonly TemporaryFolder _folder = new();
    private readonly List<NatsConnection> _connections = [];
    private ChildProcess? _process;

    private NatsServer()
    {
    }

    public int Port { get; private set; } = -1;

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<NatsServer> StartAsync(CancellationToken deadline)
    {
        Assert.SkipUnless(IsInstalled.Value, "nats-server is not installed: apt-get install nats-server");
        var server = new NatsServer();
        await server.RunAsync(deadline);
        return server;
    }

    /// <summary>A connection of its own.</summary>
    public NatsConnection Connect(NatsOpts? options = null)
    {
        var connection = new NatsConnection((options ?? NatsOpts.Default) with
        {
            Url = $"nats://{Address}",
            // The client's own of a few seconds are too short for a busy machine.
            ConnectTimeout = Patience,
            RequestTimeout = Patience,
            CommandTimeout = Patience,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(50),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(200),
            ReconnectJitter = TimeSpan.Zero,
            MaxReconnectRetry = -1,
        });
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Kills the server.</summary>
    public ValueTask StopAsync() => Interlocked.Exchange(ref _process, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Starts the server again, on the same port with the same files.</summary>
    public Task StartAgainAsync(CancellationToken deadline) => RunAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        foreach (NatsConnection connection in _connections)
            await connection.DisposeAsync();
        await StopAsync();
        _folder.Dispose();
    }

    private async Task RunAsync(CancellationToken deadline)
    {
        // The shell only joins the outputs, and is the server from then on.
        string port = Port.ToString(CultureInfo.InvariantCulture);
        _process = new ChildProcess(new ProcessStartInfo("sh",
            ["-c", "exec nats-server -a 127.0.0.1 -p \"$0\" -js -sd \"$1\" 2>&1", port, _folder.PathOf("js")]));
        while (true)
        {
            string line = await _process.ReadLineAsync(deadline);
            int index = line.IndexOf(Listening, StringComparison.Ordinal);
            if (index >= 0)
                Port = int.Parse(line.AsSpan(index + Listening.Length), CultureInfo.InvariantCulture);
            if (line.EndsWith("Server is ready", StringComparison.Ordinal))
                return;
        }
    }

    private static bool Find()
    {
        try
        {
            using var server = Process.Start(new ProcessStartInfo("nats-server", "--version") { RedirectStandardOutput = true });
            server!.WaitForExit();
            return server.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
