using Gobwire.Commands;

namespace Gobwire.Hosting;

/// <summary>What was registered for an endpoint, until the host starts.</summary>
internal sealed class CommandRegistration(string name)
{
    /// <summary>The name of an endpoint that was given none.</summary>
    public const string DefaultName = "main";

    public string Name => name;

    /// <summary>Where its options stand in the configuration; null if they do not.</summary>
    public string? SectionPath { get; set; }

    /// <summary>Whether each command has a scope of the container.</summary>
    public bool HasScopes { get; set; }

    /// <summary>What adds filters, from the outermost in.</summary>
    public List<Action<CommandEndpoint>> Filters { get; } = [];

    public List<Action<CommandEndpoint, IServiceProvider>> Handlers { get; } = [];

    public List<Func<CommandEndpointOptions, CommandEndpointOptions>> OptionChanges { get; } = [];

    /// <summary>What stands before an option's name in messages.</summary>
    public string KeyPrefix => SectionPath is null ? $"command endpoint {name}: " : $"{SectionPath}:";
}
