using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Gobwire.Interop.Tests;

[assembly: AssemblyFixture(typeof(GoToolchain))]

namespace Gobwire.Interop.Tests;

/// <summary>Builds the Go programs beside the tests, each once a test run. Without Go the tests that need it are skipped.</summary>
public sealed class GoToolchain : IDisposable
{
    private readonly DirectoryInfo _binaries = Directory.CreateTempSubdirectory("gobwire-interop-");
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _builds = new();
    private readonly Lazy<bool> _isInstalled = new(FindGo);

    /// <summary>Starts a Go program of ours.</summary>
    /// <param name="program">The folder of its source.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<ChildProcess> StartAsync(string program, params string[] arguments) =>
        new(new ProcessStartInfo(await BuildAsync(program), arguments));

    /// <summary>Builds a Go program of ours, unless that has been done.</summary>
    /// <param name="program">The folder of its source.</param>
    /// <returns>The binary's path.</returns>
    public Task<string> BuildAsync(string program)
    {
        Assert.SkipUnless(_isInstalled.Value, "go is not installed: apt-get install golang-go");
        return _builds.GetOrAdd(program, name => new(() => CompileAsync(name))).Value;
    }

    public void Dispose() => _binaries.Delete(recursive: true);

    private static bool FindGo()
    {
        try
        {
            using var go = Process.Start(new ProcessStartInfo("go", "version") { RedirectStandardOutput = true });
            go!.StandardOutput.ReadToEnd();
            go.WaitForExit();
            return go.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private async Task<string> CompileAsync(string program)
    {
        string binary = Path.Combine(_binaries.FullName, OperatingSystem.IsWindows() ? program + ".exe" : program);
        var start = new ProcessStartInfo("go", ["build", "-o", binary, "."])
        {
            WorkingDirectory = Path.Combine(AppContext.BaseDirectory, program),
            Environment =
            {
                ["GOFLAGS"] = "-mod=mod",
                ["GOPROXY"] = "off",
                ["GOTOOLCHAIN"] = "local",
                ["GOWORK"] = "off",
                ["CGO_ENABLED"] = "0",
            },
        };
        if (!start.Environment.ContainsKey("HOME"))
            start.Environment["GOCACHE"] = Path.Combine(_binaries.FullName, "cache");
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using var go = new ChildProcess(start);
        await go.ExpectExitAsync(0, timeout.Token);
        return binary;
    }
}
