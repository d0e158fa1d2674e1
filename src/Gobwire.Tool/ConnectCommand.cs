using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Tool;

/// <summary>gobwire -connect: the article's client.</summary>
internal sealed class ConnectCommand
{
    private readonly Option<string> _connect = new("--connect", "-connect")
    {
        Description = "Connects to the server at HOST and sends both commands, instead of listening.",
        HelpName = "HOST[:PORT]",
    };

    private readonly Option<bool> _tls = new("--tls") { Description = "With --connect: secures the connection." };

    private readonly Option<string> _authorities = new("--ca")
    {
        Description = "With --tls: trusts the authorities in this PEM file, and no others.",
        HelpName = "FILE",
    };

    private readonly Option<string> _certificate = new("--cert")
    {
        Description = "With --tls: shows the certificate in this PEM file, should the server ask.",
        HelpName = "FILE",
    };

    private readonly Option<string> _key = new("--key") { Description = "With --cert: the PEM file of its private key.", HelpName = "FILE" };

    private readonly Terminal _terminal;

    private ConnectCommand(Terminal terminal) => _terminal = terminal;

    /// <summary>Adds the options to the program.</summary>
    public static ConnectCommand AddTo(Command command, Terminal terminal)
    {
        var connect = new ConnectCommand(terminal);
        foreach (Option option in new Option[] { connect._connect, connect._tls, connect._authorities, connect._certificate, connect._key })
            command.Options.Add(option);
        command.Validators.Add(connect.Validate);
        return connect;
    }

    /// <summary>Whether the program is to connect instead of listening.</summary>
    public bool IsWanted(ParseResult result) => result.GetValue(_connect) is not null;

    public async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        try
        {
            using TlsCertificateFiles? certificate =
                result.GetValue(_certificate) is { } path ? new TlsCertificateFiles(path, result.GetValue(_key)!) : null;
            var options = new CommandClientOptions { Tls = result.GetValue(_tls) ? CreateTls(result, certificate) : null };
            await using CommandClient client = await CommandClient.ConnectAsync(result.GetValue(_connect)!, options, cancellationToken);
            string reply = await client.AskTextAsync(ArticleCommands.String, "Additional data.", cancellationToken);
            await using Stream output = _terminal.OpenOutput();
            await output.WriteAsync(Encoding.UTF8.GetBytes($"STRING: {LogText.Of(reply, int.MaxValue)}\n"), cancellationToken);
            await client.SendAsync(ArticleCommands.Gob, ComplexData.Sample, cancellationToken);
            await output.WriteAsync("GOB: sent\n"u8.ToArray(), cancellationToken);
            return 0;
        }
        catch (Exception error) when (error is CommandException or GobException or FormatException or IOException)
        {
            await _terminal.Error.WriteLineAsync($"gobwire: {error.Message}");
            return 1;
        }
    }

    private TlsClientOptions CreateTls(ParseResult result, TlsCertificateFiles? certificate) => new()
    {
        Authorities = result.GetValue(_authorities) is { } path ? LoadAuthorities(path) : null,
        Certificate = certificate,
    };

    private static X509Certificate2Collection LoadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception error) when (error is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"loading the authorities {path}: {error.Message}", error);
        }

        return authorities.Count > 0 ? authorities : throw new IOException($"loading the authorities {path}: there is no certificate in it");
    }

    private void Validate(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };

        if (!Has(_connect) && (Has(_tls) || Has(_authorities) || Has(_certificate) || Has(_key)))
            result.AddError("--tls, --ca, --cert and --key are for --connect; a server has --tls-cert and --tls-key.");
        else if (!Has(_tls) && (Has(_authorities) || Has(_certificate) || Has(_key)))
            result.AddError("--ca, --cert and --key need --tls.");
        if (Has(_certificate) != Has(_key))
            result.AddError("--cert and --key go together.");
    }
}
