using System.Security.Cryptography.X509Certificates;
using Gobwire.Commands;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen over TLS, whose certificate's files change while it runs.</summary>
public sealed class ProgramCertificateTests(GoToolchain go) : GoTests(go)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string Loaded = "Loaded the certificate ";
    private const string NotLoaded = "The changed certificate is not used: ";

    private static readonly string[] Endings = ["pem", "key"];

    private readonly TlsFiles _first = new();
    private readonly TlsFiles _second = new();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task Files_that_change_while_it_runs_are_used_for_new_connections_and_bad_ones_are_logged_and_not_used(bool isLinked)
    {
        await Go.BuildAsync("gopeer");
        Place("first", _first.Sign("localhost", ServerUse));
        Place("second", _second.Sign("localhost", ServerUse));
        foreach (string ending in Endings)
            await File.WriteAllTextAsync(InVersion("bad", ending), "half a certific", Deadline);
        Use("first", isLinked);
        await using ProgramServer server = await ProgramServer.StartAsync(
            ["--port", "0", "--bind", "127.0.0.1", "--tls-cert", Served("pem"), "--tls-key", Served("key")], Deadline);
        await using CommandClient held = await ConnectAsync(server, _first);
        await AskAsync(held, "held");

        Use("bad", isLinked);
        // A handshake looks at the files, no more often than each second.
        await AskAnewUntilAsync(server, _first, server.WaitForLineAsync(NotLoaded, Deadline));
        await AskAsync(held, "held, and the files are bad");

        Use("second", isLinked);
        Task<string> loaded = server.WaitForLineAsync(Loaded, Deadline);
        await AskAnewUntilAsync(server, null, loaded);

        Assert.Contains(Served("pem"), await loaded, StringComparison.Ordinal);
        Assert.Equal("STRING: Thank you.", await GoPeer.RunClientAsync(Go, server.Address, "tls", Deadline, "-ca", _second.Authority));
        Assert.Equal("refused", await GoPeer.RunClientAsync(Go, server.Address, "tlsrefused", Deadline, "-ca", _first.Authority));
        await AskAsync(held, "held, and the files are others");
        List<string> rest = await server.StopAsync(Deadline);
        Assert.Contains(rest, line => line.EndsWith(": STRING: held, and the files are others", StringComparison.Ordinal));
        Assert.DoesNotContain(rest, line => line.Contains(Loaded, StringComparison.Ordinal) || line.Contains(NotLoaded, StringComparison.Ordinal));
    }

    protected override void Dispose(bool isDisposing)
    {
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
        base.Dispose(isDisposing);
    }

    private static async Task AskAsync(CommandClient client, string line) =>
        Assert.Equal("Thank you.", await client.AskTextAsync("STRING", line, Until.Deadline));

    /// <summary>Connects and asks again and again, until a line of the log has come.</summary>
    /// <param name="server">The program.</param>
    /// <param name="authority">Whose certificate it is to show each time; null if it may be of either.</param>
    /// <param name="line">What is waited for.</param>
    private async Task AskAnewUntilAsync(ProgramServer server, TlsFiles? authority, Task<string> line)
    {
        while (!line.IsCompleted)
        {
            TlsFiles[] authorities = authority is null ? [_first, _second] : [authority];
            await using CommandClient client = await ConnectAsync(server, authorities);
            await AskAsync(client, "anew");
        }
    }

    private Task<CommandClient> ConnectAsync(ProgramServer server, params TlsFiles[] authorities)
    {
        var trusted = new X509Certificate2Collection();
        foreach (TlsFiles files in authorities)
            trusted.ImportFromPemFile(files.Authority);
        return CommandClient.ConnectAsync(
            server.Address, new CommandClientOptions { Tls = new TlsClientOptions { ServerName = "localhost", Authorities = trusted } }, Deadline);
    }

    private string Served(string ending) => _folder.PathOf($"served.{ending}");

    private string InVersion(string version, string ending)
    {
        Directory.CreateDirectory(_folder.PathOf(version));
        return Path.Combine(_folder.PathOf(version), $"tls.{ending}");
    }

    private void Place(string version, (string Certificate, string Key) files)
    {
        File.Copy(files.Certificate, InVersion(version, "pem"));
        File.Copy(files.Key, InVersion(version, "key"));
    }

    /// <summary>Puts a version's files where the program reads them: copied over those there; or behind links to a folder that is itself a link, as Kubernetes mounts secrets.</summary>
    private void Use(string version, bool isLinked)
    {
        // That times differ is not up to how fast the test is.
        foreach (string ending in Endings)
            File.SetLastWriteTimeUtc(InVersion(version, ending), DateTime.UtcNow.AddMinutes(version.Length));
        if (!isLinked)
        {
            foreach (string ending in Endings)
            {
                File.Copy(InVersion(version, ending), Served(ending), overwrite: true);
                File.SetLastWriteTimeUtc(Served(ending), File.GetLastWriteTimeUtc(InVersion(version, ending)));
            }

            return;
        }

        string current = _folder.PathOf("current");
        if (Directory.Exists(current))
            Directory.Delete(current);
        Directory.CreateSymbolicLink(current, version);
        foreach (string ending in Endings.Where(ending => !File.Exists(Served(ending))))
            File.CreateSymbolicLink(Served(ending), $"current/tls.{ending}");
    }
}
