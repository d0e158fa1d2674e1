using System.ComponentModel;
using System.Diagnostics;

namespace Gobwire.Rpc.Tests;

/// <summary>A live Go program at the other end: the one in <c>gopeer/</c> or <c>goldenpeer/</c>, built once a test run.</summary>
internal sealed class GoPeer : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Program = new(() => BuildAsync("gopeer"));
    private static readonly Lazy<Task<string>> Golden = new(() => BuildAsync("goldenpeer"));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;

    private GoPeer(Process process) => _process = process;

    /// <summary>What a server listens on.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts a server; its port is the system's choice unless an address is given.</summary>
    public static async Task<GoPeer> ServeAsync(string mode, string address = "127.0.0.1:0") =>
        await WithAddressAsync(await StartAsync(Program, "serve", mode, address));

    /// <summary>Starts a server that echoes the golden values.</summary>
    public static async Task<GoPeer> ServeGoldenAsync(string mode) =>
        await WithAddressAsync(await StartAsync(Golden, "serve", mode, "127.0.0.1:0"));

    /// <summary>Has the program of the golden values list or check them, and returns what it prints.</summary>
    public static async Task<string> RunGoldenAsync(params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using GoPeer peer = await StartAsync(Golden, arguments);
        Task<string> output = peer._process.StandardOutput.ReadToEndAsync(patience.Token);
        await peer.ExpectContentAsync();
        return await output;
    }

    /// <summary>Begins a check of a server of ours.</summary>
    public static Task<GoPeer> BeginCheckAsync(string mode, string address, string check) => StartAsync(Program, "check", mode, address, check);

    /// <summary>Begins what Go's own client never would do.</summary>
    public static Task<GoPeer> BeginRudeAsync(string kind, string mode, string address) => StartAsync(Program, "rude", kind, mode, address);

    /// <summary>Starts a server that sends garbage in the middle.</summary>
    public static async Task<GoPeer> ServeGarbageAsync(string mode) =>
        await WithAddressAsync(await BeginRudeAsync("serve-garbage", mode, "127.0.0.1:0"));

    /// <summary>Runs a check of a server of ours, and fails the test with what it says if it is not content.</summary>
    public static async Task CheckAsync(string mode, string address, string check)
    {
        await using GoPeer peer = await BeginCheckAsync(mode, address, check);
        await peer.ExpectContentAsync();
    }

    public async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException("gopeer: " + await _process.StandardError.ReadToEndAsync(patience.Token));
    }

    /// <summary>Waits for the end of a check.</summary>
    public async Task ExpectContentAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        string errors = await _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        Assert.Equal("", errors);
        Assert.Equal(0, _process.ExitCode);
    }

    /// <summary>Ends the program in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<GoPeer> WithAddressAsync(GoPeer peer)
    {
        peer.Address = await peer.ReadLineAsync();
        return peer;
    }

    private static async Task<GoPeer> StartAsync(Lazy<Task<string>> program, params string[] arguments)
    {
        var start = new ProcessStartInfo(await program.Value, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new GoPeer(Process.Start(start)!);
    }

    private static async Task<string> BuildAsync(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo("go", ["build", "-o", "peer.bin", "."]) { WorkingDirectory = folder, RedirectStandardError = true };
        Process? build = null;
        try
        {
            build = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("Go is not installed: there is no live peer to talk with.");
        }

        using (build)
        {
            string errors = await build.StandardError.ReadToEndAsync();
            await build.WaitForExitAsync();
            Assert.True(build.ExitCode == 0, errors);
        }

        return Path.Combine(folder, "peer.bin");
    }
}
