using System.Diagnostics;

namespace Gobwire.Interop.Tests;

/// <summary>A sample as a process that serves, and where it listens.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly string? NativeFolder = Environment.GetEnvironmentVariable("GOBWIRE_SAMPLES");

    private SampleProgram(ChildProcess process) => Process = process;

    public ChildProcess Process { get; }

    /// <summary>The addresses it has named, in their order.</summary>
    public List<string> Addresses { get; } = [];

    public static async Task<SampleProgram> ServeAsync(string name, int listeners, CancellationToken deadline, params string[] arguments)
    {
        var sample = new SampleProgram(Start(name, arguments));
        try
        {
            while (sample.Addresses.Count < listeners)
            {
                if (ListeningLine.TryRead(await sample.Process.ReadLineAsync(deadline), out string address))
                    sample.Addresses.Add(address);
            }

            return sample;
        }
        catch
        {
            await sample.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a sample: its native binary in the folder GOBWIRE_SAMPLES names, or the managed one built with the tests.</summary>
    public static ChildProcess Start(string name, params string[] arguments) => new(
        NativeFolder is not null && Path.Combine(NativeFolder, name) is var binary && File.Exists(binary)
            ? new ProcessStartInfo(binary, arguments)
            : new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Built("Gobwire.Interop.Tests.runtimeconfig.json"), Built($"{name}.dll"), .. arguments]));

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>The tests have ASP.NET Core's framework, and so not all the packages of the sample beside them.</summary>
    private static string Built(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
