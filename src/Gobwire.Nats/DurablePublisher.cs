using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gobwire.Nats;

/// <summary>Gives durable commands to the stream, and knows when it has them.</summary>
internal sealed class DurablePublisher(INatsConnection nats, Subjects subjects, CommandRelayOptions options, ILogger logger)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly NatsJSContext _jetStream = new(nats);
    private readonly DurableStreams _streams = new(new NatsJSContext(nats), subjects, options.Stream);

    /// <summary>Publishes a command until the stream says that it keeps it. Several attempts have one id, and so are one command.</summary>
    /// <exception cref="CommandException">The stream refuses it.</exception>
    /// <exception cref="OperationCanceledException">The time is over; the stream may have it or not.</exception>
    public async ValueTask PublishAsync(
        CommandContext context, CommandRelayRoute route, string subject, ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        string id = route.MessageId?.Invoke(context, payload) ?? Guid.NewGuid().ToString("N");
        Exception? failure = null;
        try
        {
            while (true)
            {
                (PubAckResponse? ack, failure) = await TryPublishAsync(context, subject, payload, id, token).ConfigureAwait(false);
                if (ack?.Error is { } refusal)
                    throw NotKept(context, refusal.Description ?? $"error {refusal.Code}", null);
                if (ack is not null)
                {
                    Log.Kept(logger, context.Connection.Peer, LogText.Of(context.Command), ack.Stream ?? "", ack.Seq, ack.Duplicate);
                    return;
                }

                await Task.Delay(RetryDelay, options.TimeProvider, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (failure is NatsException)
        {
            // What went wrong says more than that the time is over.
            throw NotKept(context, failure.Message, failure);
        }
    }

    private CommandException NotKept(CommandContext context, string reason, Exception? cause)
    {
        Log.NotKept(logger, context.Connection.Peer, LogText.Of(context.Command), _streams.Name, LogText.Of(reason));
        return RelayFailure.Of(Results.NotKept, $"not kept by the stream {_streams.Name}: {reason}", cause);
    }

    /// <summary>One attempt; without an answer where nothing was heard of it, as while a server restarts.</summary>
    private async ValueTask<(PubAckResponse? Ack, Exception? Failure)> TryPublishAsync(
        CommandContext context, string subject, ReadOnlyMemory<byte> payload, string id, CancellationToken token)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(token);
        attempt.CancelAfter(AttemptTimeout);
        try
        {
            await _streams.EnsureAsync(attempt.Token).ConfigureAwait(false);
            PubAckResponse ack = await _jetStream.PublishAsync(
                subject,
                payload,
                RawPayload.Serializer,
                new NatsJSPubOpts { MsgId = id },
                CommandHeaders.Of(context),
                attempt.Token).ConfigureAwait(false);
            return (ack, null);
        }
        catch (Exception error) when (!token.IsCancellationRequested && error is NatsException or OperationCanceledException)
        {
            return (null, error);
        }
    }
}
