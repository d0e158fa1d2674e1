using Gobwire.Commands;

namespace Gobwire.Hosting;

/// <summary>Handles commands as a class, which a host's container makes anew, with what it needs, in a scope of each command.</summary>
public interface ICommandHandler
{
    /// <summary>Handles one command: reads what follows its name, and writes the reply if there is one.</summary>
    /// <param name="context">The command, its connection and its token.</param>
    /// <returns>A task that ends with the command; if it fails, the connection is closed and the failure logged.</returns>
    ValueTask HandleAsync(CommandContext context);

    /// <summary>Makes sure that gobs can carry what the handler takes and gives.</summary>
    /// <param name="options">The endpoint's options for gobs.</param>
    /// <exception cref="GobException">A type has no form in gob.</exception>
    static virtual void EnsureSupported(GobOptions options)
    {
    }
}
