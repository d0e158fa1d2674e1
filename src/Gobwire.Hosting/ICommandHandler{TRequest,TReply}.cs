using Gobwire.Commands;

namespace Gobwire.Hosting;

/// <summary>Answers a gob with a gob, each by a new encoder.</summary>
/// <typeparam name="TRequest">The request's type; <see cref="GobValue"/> for any.</typeparam>
/// <typeparam name="TReply">The reply's type.</typeparam>
public interface ICommandHandler<TRequest, TReply> : ICommandHandler
{
    /// <summary>Handles one command.</summary>
    /// <param name="request">What came.</param>
    /// <param name="cancellationToken">Fires when the connection is lost, or when a stop no longer waits.</param>
    /// <returns>The reply.</returns>
    ValueTask<TReply> HandleAsync(TRequest request, CancellationToken cancellationToken);

    async ValueTask ICommandHandler.HandleAsync(CommandContext context)
    {
        TRequest request = await context.Connection.ReadGobAsync<TRequest>(context.CancellationToken).ConfigureAwait(false);
        TReply reply = await HandleAsync(request, context.CancellationToken).ConfigureAwait(false);
        await context.Connection.WriteGobAsync(reply, context.CancellationToken).ConfigureAwait(false);
    }

    static void ICommandHandler.EnsureSupported(GobOptions options)
    {
        options.EnsureSupported<TRequest>();
        options.EnsureSupported<TReply>();
    }
}
