using Gobwire.Commands;

namespace Gobwire.Hosting;

/// <summary>Takes a gob and does not answer.</summary>
/// <typeparam name="TRequest">The gob's type; <see cref="GobValue"/> for any.</typeparam>
public interface ICommandHandler<TRequest> : ICommandHandler
{
    /// <summary>Handles one command.</summary>
    /// <param name="request">What came.</param>
    /// <param name="cancellationToken">Fires when the connection is lost, or when a stop no longer waits.</param>
    ValueTask HandleAsync(TRequest request, CancellationToken cancellationToken);

    async ValueTask ICommandHandler.HandleAsync(CommandContext context)
    {
        TRequest request = await context.Connection.ReadGobAsync<TRequest>(context.CancellationToken).ConfigureAwait(false);
        await HandleAsync(request, context.CancellationToken).ConfigureAwait(false);
    }

    static void ICommandHandler.EnsureSupported(GobOptions options) => options.EnsureSupported<TRequest>();
}
