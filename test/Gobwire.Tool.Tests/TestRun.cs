using System.Text;

namespace Gobwire.Tool.Tests;

/// <summary>A run of the program: what went in, and what came out.</summary>
internal sealed class TestRun(byte[] input, bool isTerminal = false) : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();
    private readonly List<string> _files = [];

    public byte[] Output => _output.ToArray();

    public string Text => Encoding.UTF8.GetString(Output);

    public string Error => _error.ToString();

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Ends the run, as of a server, which goes on until it is told to stop.</summary>
    public CancellationToken Stop { get; init; } = TestContext.Current.CancellationToken;

    /// <summary>The program with its arguments.</summary>
    public static async Task<TestRun> OfAsync(byte[] input, params string[] args)
    {
        var run = new TestRun(input);
        run.ExitCode = await run.RunAsync(args);
        return run;
    }

    public static Task<TestRun> OfAsync(string input, params string[] args) => OfAsync(Encoding.UTF8.GetBytes(input), args);

    public int ExitCode { get; private set; }

    public Task<int> RunAsync(params string[] args) => RunAsync(() => _output, args);

    public async Task<int> RunAsync(Func<Stream> openOutput, params string[] args)
    {
        var terminal = new Terminal
        {
            OpenInput = () => new MemoryStream(input),
            OpenOutput = openOutput,
            Error = _error,
            IsOutputTerminal = isTerminal,
        };
        return ExitCode = await ProgramCommand.Create(terminal).Parse(args).InvokeAsync(
            new System.CommandLine.InvocationConfiguration { Error = _error, Output = _error }, Stop);
    }

    /// <summary>A file that lasts as long as the run.</summary>
    public string File(byte[] content)
    {
        string path = Path.GetTempFileName();
        System.IO.File.WriteAllBytes(path, content);
        _files.Add(path);
        return path;
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _files.ForEach(System.IO.File.Delete);
    }
}
