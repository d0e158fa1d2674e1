using Gobwire.Rpc;

namespace Gobwire.Hosting;

/// <summary>What was registered for a server of net/rpc, until the host starts.</summary>
internal sealed class RpcRegistration(string name)
{
    /// <summary>The name of a server that was given none.</summary>
    public const string DefaultName = "main";

    public string Name => name;

    /// <summary>Where its options stand in the configuration; null if they do not.</summary>
    public string? SectionPath { get; set; }

    /// <summary>Whether each call has a scope of the container around its filters, and not only a service's own.</summary>
    public bool HasScopes => Filters.Count > 0;

    /// <summary>Filters, from the outermost in.</summary>
    public List<RpcFilter> Filters { get; } = [];

    public List<Action<RpcServer, IServiceProvider>> Services { get; } = [];

    public List<Func<RpcServerOptions, RpcServerOptions>> OptionChanges { get; } = [];

    /// <summary>What stands before an option's name in messages.</summary>
    public string KeyPrefix => SectionPath is null ? $"rpc server {name}: " : $"{SectionPath}:";
}
