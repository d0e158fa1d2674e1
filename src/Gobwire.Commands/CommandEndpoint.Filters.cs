using System.Threading.RateLimiting;

namespace Gobwire.Commands;

public sealed partial class CommandEndpoint
{
    /// <summary>
    /// Puts a filter around all handlers, those there are and those to come; the first added is the outermost. Commands under way are not
    /// affected. An endpoint without filters pays nothing for them.
    /// </summary>
    /// <param name="filter">The filter. Called for commands that have a handler, from several threads at a time.</param>
    public void AddFilter(CommandFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _table.AddFilter(filter);
    }

    /// <summary>Limits how often handlers are called; a command beyond the limit is not handled, and its connection is closed.</summary>
    /// <param name="limiter">
    /// The limiter; not disposed here. It puts a command into a partition by what it likes: its name, its peer's address or certificate. Where
    /// it has a queue, commands wait in it, and their connections with them.
    /// </param>
    public void AddRateLimiter(PartitionedRateLimiter<CommandContext> limiter)
    {
        ArgumentNullException.ThrowIfNull(limiter);
        AddFilter(async (context, next) =>
        {
            using RateLimitLease lease = await limiter.AcquireAsync(context, 1, context.CancellationToken).ConfigureAwait(false);
            if (!lease.IsAcquired)
                throw new CommandException(CommandErrorKind.RateLimited, "more commands than the rate limiter allows");
            await next(context).ConfigureAwait(false);
        });
    }
}
