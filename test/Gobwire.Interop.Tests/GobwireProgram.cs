using System.Diagnostics;

namespace Gobwire.Interop.Tests;

/// <summary>The gobwire program as a process: the native binary GOBWIRE_BINARY names, or the managed one built with the tests.</summary>
public static class GobwireProgram
{
    private static readonly string? NativeBinary = Environment.GetEnvironmentVariable("GOBWIRE_BINARY");

    public static ChildProcess Start(params string[] arguments)
    {
        string[] words = CommandLine(arguments);
        return new(new ProcessStartInfo(words[0], words[1..]));
    }

    /// <summary>Starts it where it may have no more than some descriptors.</summary>
    public static ChildProcess StartWithDescriptors(int descriptors, params string[] arguments) => new(
        // The limit is made a hard one: the runtime raises a soft one.
        new ProcessStartInfo("/bin/sh", ["-c", $"ulimit -n {descriptors} && exec \"$0\" \"$@\"", .. CommandLine(arguments)])
        {
            // No compiling in the background while its processor time is taken.
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        });

    /// <summary>
    /// Starts it with a collector that begins after each MiB, and compiled once: its memory is then what it holds, and not what nobody has collected
    /// yet, or what compiling in the background takes.
    /// </summary>
    public static ChildProcess StartWithSmallHeap(params string[] arguments)
    {
        string[] words = CommandLine(arguments);
        return new(new ProcessStartInfo(words[0], words[1..])
        {
            Environment = { ["DOTNET_GCgen0size"] = "0x100000", ["DOTNET_TieredCompilation"] = "0" },
        });
    }

    /// <summary>The words that start it. The tests have ASP.NET Core's framework, and so not all the packages of the program beside them.</summary>
    public static string[] CommandLine(params string[] arguments) => string.IsNullOrEmpty(NativeBinary)
        ? ["dotnet", "exec", "--runtimeconfig", Built("Gobwire.Interop.Tests.runtimeconfig.json"), Built("Gobwire.Tool.dll"), .. arguments]
        : [NativeBinary, .. arguments];

    private static string Built(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
