using System.ComponentModel;
using System.Diagnostics;

namespace Gobwire.Interop.Tests;

/// <summary>
/// A shell in a network of its own, which has a loopback and nothing else. When that is taken down, what is sent is lost without a word: no end
/// and no reset arrives.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private readonly ChildProcess _shell;

    private NetworkNamespace(ChildProcess shell) => _shell = shell;

    /// <summary>Makes one. Skips the test where that is not possible, as without root.</summary>
    public static async Task<NetworkNamespace> CreateAsync(CancellationToken deadline)
    {
        Assert.SkipUnless(WhyNot() is null, WhyNot() ?? "");
        var network = new NetworkNamespace(new ChildProcess(new ProcessStartInfo("unshare", ["--net", "bash"])));
        await network.SayAsync("ip link set lo up && echo up", deadline);
        await network.WaitForAsync("up", deadline);
        return network;
    }

    /// <summary>Gives the shell a line.</summary>
    public Task SayAsync(string line, CancellationToken deadline) => _shell.WriteLineAsync(line, deadline);

    /// <summary>Waits for a line of what runs in it.</summary>
    public async Task<string> WaitForAsync(string part, CancellationToken deadline)
    {
        string line;
        do
            line = await _shell.ReadLineAsync(deadline);
        while (!line.Contains(part, StringComparison.Ordinal));
        return line;
    }

    /// <summary>Ends all that runs in it.</summary>
    public ValueTask DisposeAsync() => _shell.DisposeAsync();

    private static string? WhyNot()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["--net", "ip", "link", "set", "lo", "up"]) { RedirectStandardError = true })!;
            string errors = probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : $"no network namespace (root and iproute2 are needed): {errors.Trim()}";
        }
        catch (Win32Exception error)
        {
            return $"no network namespace: unshare: {error.Message}";
        }
    }
}
