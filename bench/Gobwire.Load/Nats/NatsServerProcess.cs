using System.Diagnostics;

namespace Gobwire.Load.Nats;

/// <summary>A nats-server with JetStream, on a free port, with files that go with it.</summary>
internal sealed class NatsServerProcess : IDisposable
{
    private const string Listening = "Listening for client connections on ";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("gobwire-nats-");
    private readonly Process _process;
    private readonly Task _rest;

    public NatsServerProcess()
    {
        // The shell only joins the outputs, and is the server from then on.
        _process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec nats-server -a 127.0.0.1 -p -1 -js -sd \"$0\" 2>&1", _files.FullName])
        {
            RedirectStandardOutput = true,
        })!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.EndsWith("Server is ready", StringComparison.Ordinal))
        {
            int index = line.IndexOf(Listening, StringComparison.Ordinal);
            if (index >= 0)
                Url = $"nats://{line[(index + Listening.Length)..]}";
        }

        if (Url.Length == 0)
            throw new InvalidDataException("nats-server did not start");
        _rest = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Url { get; } = "";

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _rest.Wait();
        _process.Dispose();
        _files.Delete(recursive: true);
    }
}
