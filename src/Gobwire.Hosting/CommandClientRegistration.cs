using Gobwire.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>What was registered for a pool of clients, until it is made.</summary>
internal sealed class CommandClientRegistration(string name)
{
    /// <summary>The name of a pool that was given none.</summary>
    public const string DefaultName = "main";

    public string Name => name;

    /// <summary>Where its options stand in the configuration; null if they do not.</summary>
    public string? SectionPath { get; set; }

    public List<Func<CommandClientPoolOptions, CommandClientPoolOptions>> OptionChanges { get; } = [];

    /// <summary>What stands before an option's name in messages.</summary>
    public string KeyPrefix => SectionPath is null ? $"command client {name}: " : $"{SectionPath}:";

    /// <summary>Makes the pool.</summary>
    /// <exception cref="OptionsValidationException">Options are wrong.</exception>
    /// <exception cref="IOException">A certificate cannot be loaded.</exception>
    public CommandClientPool CreatePool(IServiceProvider services)
    {
        CommandClientHostOptions configured = services.GetRequiredService<IOptionsMonitor<CommandClientHostOptions>>().Get(name);
        TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger($"Gobwire.Commands.{name}");
        CommandClientPoolOptions options = configured.ToPoolOptions(configured.Tls?.Load(time, logger), time);
        foreach (Func<CommandClientPoolOptions, CommandClientPoolOptions> change in OptionChanges)
            options = change(options);
        return new CommandClientPool(configured.Address, options, logger);
    }
}
