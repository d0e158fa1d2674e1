using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Transport;
using Microsoft.Extensions.Configuration;

namespace Gobwire.Tool;

/// <summary>Where gobwire listens and how it is secured: from the command line, or from a file.</summary>
internal sealed class ListenOptions
{
    private const string EndpointsKey = "Gobwire:Endpoints";

    private readonly Option<int> _port = new("--port")
    {
        Description = "The TCP port; 0 lets the system choose, and the log tells which.",
        DefaultValueFactory = _ => CommandEndpointOptions.DefaultPort,
        HelpName = "N",
    };

    private readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address of the interface; all interfaces, of IPv4 and IPv6, if it is left off.",
        DefaultValueFactory = _ => IPAddress.IPv6Any,
        CustomParser = argument =>
        {
            if (IPAddress.TryParse(argument.Tokens[0].Value, out IPAddress? address))
                return address;
            argument.AddError($"'{argument.Tokens[0].Value}' is no IP address.");
            return null;
        },
        HelpName = "ADDR",
    };

    private readonly Option<string> _unix = FileOption("--unix", "PATH", "Listens on a Unix domain socket instead.");

    private readonly Option<string> _certificate = FileOption("--tls-cert", "FILE", "Secures connections with the certificate in this PEM file.");

    private readonly Option<string> _key = FileOption("--tls-key", "FILE", "The PEM file of the certificate's private key.");

    private readonly Option<string> _clientAuthorities =
        FileOption("--client-ca", "FILE", "Wants a certificate of each client, signed by an authority in this PEM file.");

    private readonly Option<string> _config =
        FileOption("--config", "FILE", "Reads all of that, limits and timeouts from a JSON file, under Gobwire:Endpoints.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !ushort.TryParse(text, out _))
                result.AddError($"'{text}' is no port: it is a number from 0 to 65535.");
        });
        foreach (Option option in new Option[] { _port, _bind, _unix, _certificate, _key, _clientAuthorities, _config })
            command.Options.Add(option);
        command.Validators.Add(Validate);
    }

    /// <summary>The options of each endpoint.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON, or has no endpoints in it.</exception>
    /// <exception cref="InvalidOperationException">A value in the file does not fit its option, or a key is no option.</exception>
    public IReadOnlyList<CommandHostOptions> Read(ParseResult result) =>
        result.GetValue(_config) is { } file ? ReadFile(file) : [FromCommandLine(result)];

    private static Option<string> FileOption(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    private static List<CommandHostOptions> ReadFile(string file)
    {
        IConfigurationRoot root;
        try
        {
            root = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new InvalidDataException($"{file}: {(error.InnerException ?? error).Message}", error);
        }

        List<CommandHostOptions> endpoints = [.. root.GetSection(EndpointsKey).GetChildren().Select(CommandHostOptions.Read)];
        if (endpoints.Count == 0)
            throw new InvalidDataException($"{file}: there is no endpoint under {EndpointsKey}");
        return endpoints.TrueForAll(endpoint => endpoint.Listen.Count > 0)
            ? endpoints
            : throw new InvalidDataException($"{file}: an endpoint under {EndpointsKey} has no address in Listen");
    }

    private CommandHostOptions FromCommandLine(ParseResult result)
    {
        var options = new CommandHostOptions();
        options.Listen.Add(result.GetValue(_unix) is { } path
            ? $"unix:{path}"
            : new IPEndPoint(result.GetValue(_bind)!, result.GetValue(_port)).ToString());
        if (result.GetValue(_certificate) is not { } certificate)
            return options;
        string? authorities = result.GetValue(_clientAuthorities);
        options.Tls = new GobTlsOptions
        {
            Certificate = certificate,
            Key = result.GetValue(_key)!,
            ClientAuthorities = authorities,
            ClientCertificates = authorities is null ? TlsClientCertificateMode.None : TlsClientCertificateMode.Required,
        };
        return options;
    }

    private void Validate(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };

        if (Has(_config) && new Option[] { _port, _bind, _unix, _certificate, _key, _clientAuthorities }.Any(Has))
            result.AddError("--config says all that --port, --bind, --unix, --tls-cert, --tls-key and --client-ca do: it stands alone.");
        if (Has(_unix) && (Has(_port) || Has(_bind)))
            result.AddError("--unix has neither --port nor --bind.");
        if (Has(_certificate) != Has(_key))
            result.AddError("--tls-cert and --tls-key go together.");
        if (Has(_clientAuthorities) && !Has(_certificate))
            result.AddError("--client-ca needs --tls-cert and --tls-key.");
    }
}
