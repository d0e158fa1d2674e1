using System.Diagnostics;

namespace Gobwire.Interop.Tests;

/// <summary>The gobwire program as a process: the native binary GOBWIRE_BINARY names, or the managed one built with the tests.</summary>
public static class GobwireProgram
{
    private static readonly string? NativeBinary = Environment.GetEnvironmentVariable("GOBWIRE_BINARY");

    public static ChildProcess Start(params string[] arguments) => new(string.IsNullOrEmpty(NativeBinary)
        ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Gobwire.Tool.dll"), .. arguments])
        : new ProcessStartInfo(NativeBinary, arguments));
}
