using System.Net;
using Gobwire.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <content>For programs without a host: options read, checked, and made into an endpoint.</content>
public sealed partial class CommandHostOptions
{
    /// <summary>Reads options from a section of the configuration, and checks them.</summary>
    /// <param name="section">The section, such as <c>Gobwire:Endpoints:main</c>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="OptionsValidationException">Options are wrong; the failures name their keys.</exception>
    /// <exception cref="InvalidOperationException">A value does not fit its option, or a key is no option.</exception>
    public static CommandHostOptions Read(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var options = new CommandHostOptions();
        HostConfiguration.Bind(section, options);
        options.ThrowIfWrong($"{section.Path}:");
        return options;
    }

    /// <summary>Checks the options, loads the certificates, and makes an endpoint without handlers.</summary>
    /// <param name="logger">Where the endpoint logs.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>The endpoint, which is then to be started on <see cref="GetEndPoints"/>.</returns>
    /// <exception cref="OptionsValidationException">Options are wrong.</exception>
    /// <exception cref="IOException">A certificate cannot be loaded.</exception>
    public CommandEndpoint CreateEndpoint(ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ThrowIfWrong("");
        logger ??= NullLogger.Instance;
        timeProvider ??= TimeProvider.System;
        return new CommandEndpoint(ToEndpointOptions(Tls?.Load(timeProvider, logger), timeProvider), logger);
    }

    /// <summary>Where to listen, as end points.</summary>
    /// <exception cref="FormatException">An address is none.</exception>
    public IReadOnlyList<EndPoint> GetEndPoints() => [.. Listen.Select(ListenAddress.Parse)];

    private void ThrowIfWrong(string keyPrefix)
    {
        var problems = new OptionProblems(keyPrefix);
        Check(problems);
        if (problems.All.Count > 0)
            throw new OptionsValidationException(keyPrefix, typeof(CommandHostOptions), problems.All);
    }
}
