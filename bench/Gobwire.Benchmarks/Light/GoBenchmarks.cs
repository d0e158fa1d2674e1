using System.Diagnostics;

namespace Gobwire.Benchmarks.Light;

/// <summary>Go's side: the benchmarks of its standard library, and ours in <c>bench/go</c>, each built once.</summary>
internal sealed class GoBenchmarks
{
    private readonly string _module;
    private readonly string _binaries;

    private GoBenchmarks(string module, string binaries)
    {
        _module = module;
        _binaries = binaries;
    }

    /// <summary>Builds the test programs; says what is missing and installs nothing.</summary>
    /// <exception cref="InvalidOperationException">Go, or the source of its tests, is not there.</exception>
    public static GoBenchmarks Build(string module)
    {
        string root = Output("go", module, "env", "GOROOT") ?? throw new InvalidOperationException("missing: the program go (1.19 or later)");
        string timing = Path.Combine(root, "src", "encoding", "gob", "timing_test.go");
        if (!File.Exists(timing))
            throw new InvalidOperationException($"missing: the tests of Go's standard library ({timing})");
        var built = new GoBenchmarks(module, Directory.CreateTempSubdirectory("gobwire-bench").FullName);
        Run("go", module, "test", "-c", "-o", built.PathOf("gob"), "encoding/gob");
        Run("go", module, "test", "-c", "-o", built.PathOf("article"), ".");
        return built;
    }

    public static string Version(string module) => Output("go", module, "version") ?? "";

    /// <summary>Runs both once.</summary>
    public void Run(Figures figures, string filter, int samples)
    {
        foreach (string program in (string[])["gob", "article"])
        {
            using Process process = Start(
                PathOf(program), _module, "-test.run", "^$", "-test.bench", filter.Length == 0 ? "." : filter,
                "-test.benchtime", "5ms", "-test.count", $"{samples}", "-test.cpu", "1", "-test.benchmem");
            figures.Read(process.StandardOutput);
            process.WaitForExit();
        }
    }

    public void Delete() => Directory.Delete(_binaries, recursive: true);

    private string PathOf(string program) => Path.Combine(_binaries, program + ".test");

    private static void Run(string program, string directory, params string[] arguments)
    {
        using Process process = Start(program, directory, arguments);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");
    }

    private static string? Output(string program, string directory, params string[] arguments)
    {
        try
        {
            using Process process = Start(program, directory, arguments);
            string output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Process Start(string program, string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = directory };
        start.Environment["GOFLAGS"] = "-mod=mod";
        return Process.Start(start)!;
    }
}
