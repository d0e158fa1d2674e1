namespace Gobwire.Commands;

/// <summary>One command on its way to its handler, as filters see it. It lives as long as the command.</summary>
public sealed class CommandContext
{
    private Dictionary<object, object?>? _items;

    internal CommandContext(string command, CommandConnection connection, CancellationToken cancellationToken)
    {
        Command = command;
        Connection = connection;
        CancellationToken = cancellationToken;
    }

    /// <summary>The command's name, one that has a handler.</summary>
    public string Command { get; }

    /// <summary>The connection the command came on.</summary>
    public CommandConnection Connection { get; }

    /// <summary>The token the handler gets. A filter may set another that fires sooner.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The services of this command, where a host has set them; else null.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>What filters and the handler leave for each other.</summary>
    public IDictionary<object, object?> Items => _items ??= [];
}
