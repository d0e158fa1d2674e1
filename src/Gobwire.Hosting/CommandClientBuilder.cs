using Gobwire.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Says where a pool of clients sends commands to, and what its limits are.</summary>
public sealed class CommandClientBuilder
{
    private readonly CommandClientRegistration _registration;
    private readonly OptionsBuilder<CommandClientHostOptions> _options;

    internal CommandClientBuilder(CommandClientRegistration registration, IServiceCollection services)
    {
        _registration = registration;
        Services = services;
        _options = services.AddOptions<CommandClientHostOptions>(registration.Name);
    }

    /// <summary>The pool's name.</summary>
    public string Name => _registration.Name;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Binds the options to a section of the configuration, such as <c>Gobwire:Clients:main</c>. A key that is no option fails the start.</summary>
    /// <param name="section">The section; without it, the defaults stay.</param>
    public CommandClientBuilder Configure(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        _registration.SectionPath = (section as IConfigurationSection)?.Path;
        _options.Configure(options => HostConfiguration.Bind(section, options));
        return this;
    }

    /// <summary>Sets options in code.</summary>
    /// <param name="configure">Sets them, after what was configured before.</param>
    public CommandClientBuilder Configure(Action<CommandClientHostOptions> configure)
    {
        _options.Configure(configure);
        return this;
    }

    /// <summary>Changes what the options come to, for what configuration cannot say, such as marshalers of gobs or the end point to dial from.</summary>
    /// <param name="change">Makes the pool's own options of those that were configured.</param>
    public CommandClientBuilder ConfigurePool(Func<CommandClientPoolOptions, CommandClientPoolOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _registration.OptionChanges.Add(change);
        return this;
    }
}
