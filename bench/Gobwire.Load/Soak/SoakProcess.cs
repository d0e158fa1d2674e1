using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Gobwire.Load.Soak;

/// <summary>The process of <see cref="SoakServer"/>.</summary>
internal sealed class SoakProcess : IDisposable
{
    private readonly Process _process;

    public SoakProcess(SoakCertificate certificate)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve-soak", certificate.CertificatePath, certificate.KeyPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        Plain = ReadPort();
        Secure = ReadPort();
    }

    public IPEndPoint Plain { get; }

    public IPEndPoint Secure { get; }

    /// <summary>What the process holds now, after a collection.</summary>
    public async Task<SoakSample> SampleAsync(TimeSpan at)
    {
        await _process.StandardInput.WriteLineAsync();
        string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server's process has ended");
        long[] counts = [.. line.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
        _process.Refresh();
        return new SoakSample(at, counts[0], _process.WorkingSet64, _process.HandleCount, _process.Threads.Count, counts[1], counts[2]);
    }

    /// <summary>Lets the server stop, which it does in good order.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private IPEndPoint ReadPort() => new(IPAddress.Loopback, int.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
}
