using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Gobwire.Interop.Tests;

/// <summary>The gobwire program as a process: the native binary GOBWIRE_BINARY names, or the managed one built with the tests.</summary>
public static class GobwireProgram
{
    private static readonly string? NativeBinary = Environment.GetEnvironmentVariable("GOBWIRE_BINARY");

    /// <summary>Whether it is run as the native binary, as it is published.</summary>
    public static bool IsNative => !string.IsNullOrEmpty(NativeBinary);

    private static readonly Lazy<string> OwnSettings = new(WriteOwnSettings);

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
    /// Starts it with the collector's settings it is published with, and compiled once: its memory is then what it needs as published, and not what
    /// compiling in the background takes.
    /// </summary>
    public static ChildProcess StartWithItsOwnSettings(params string[] arguments)
    {
        string[] words = CommandLine(arguments);
        if (!IsNative)
            words[Array.IndexOf(words, "--runtimeconfig") + 1] = OwnSettings.Value;
        return new(new ProcessStartInfo(words[0], words[1..]) { Environment = { ["DOTNET_TieredCompilation"] = "0" } });
    }

    /// <summary>Sends a process SIGTERM.</summary>
    public static async Task TerminateAsync(int processId, CancellationToken deadline)
    {
        await using var kill = new ChildProcess(new ProcessStartInfo("kill", ["-TERM", processId.ToString(CultureInfo.InvariantCulture)]));
        await kill.ExpectExitAsync(0, deadline);
    }

    /// <summary>The words that start it. The tests have ASP.NET Core's framework, and so not all the packages of the program beside them.</summary>
    public static string[] CommandLine(params string[] arguments) => NativeBinary is not { Length: > 0 }
        ? ["dotnet", "exec", "--runtimeconfig", Built("Gobwire.Interop.Tests.runtimeconfig.json"), Built("Gobwire.Tool.dll"), .. arguments]
        : [NativeBinary, .. arguments];

    /// <summary>The tests' frameworks with the program's settings.</summary>
    private static string WriteOwnSettings()
    {
        const string Options = "runtimeOptions", Properties = "configProperties";
        JsonNode tests = JsonNode.Parse(File.ReadAllText(Built("Gobwire.Interop.Tests.runtimeconfig.json")))!;
        JsonNode program = JsonNode.Parse(File.ReadAllText(Built("Gobwire.Tool.runtimeconfig.json")))!;
        tests[Options]![Properties] = program[Options]![Properties]!.DeepClone();
        string path = Built("Gobwire.Tool.own.runtimeconfig.json");
        File.WriteAllText(path, tests.ToJsonString());
        return path;
    }

    private static string Built(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
