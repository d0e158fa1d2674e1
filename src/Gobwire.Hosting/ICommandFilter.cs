using Gobwire.Commands;

namespace Gobwire.Hosting;

/// <summary>A <see cref="CommandFilter"/> as a class, which a host's container makes anew, with what it needs, in the scope of each command.</summary>
public interface ICommandFilter
{
    /// <summary>Runs around a command's handler.</summary>
    /// <param name="context">The command.</param>
    /// <param name="inner">What it is around: a further filter, or the handler.</param>
    /// <returns>A task that ends with the command.</returns>
    ValueTask InvokeAsync(CommandContext context, CommandNext inner);
}
