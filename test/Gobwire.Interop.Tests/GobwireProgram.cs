using System.Diagnostics;

namespace Gobwire.Interop.Tests;

/// <summary>The gobwire program as a process: the native binary GOBWIRE_BINARY names, or the managed one built with the tests.</summary>
public static class GobwireProgram
{
    private static readonly string? NativeBinary = Environment.GetEnvironmentVariable("GOBWIRE_BINARY");

    public static ChildProcess Start(params string[] arguments) => new(string.IsNullOrEmpty(NativeBinary)
        ? new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Built("Gobwire.Interop.Tests.runtimeconfig.json"), Built("Gobwire.Tool.dll"), .. arguments])
        : new ProcessStartInfo(NativeBinary, arguments));

    /// <summary>The tests have ASP.NET Core's framework, and so not all the packages of the program beside them.</summary>
    private static string Built(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
