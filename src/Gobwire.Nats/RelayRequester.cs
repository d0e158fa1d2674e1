using System.Globalization;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services;

namespace Gobwire.Nats;

/// <summary>Asks workers, and tells their answers from their errors.</summary>
internal sealed class RelayRequester(INatsConnection nats, CommandRelayOptions options, ILogger logger)
{
    /// <summary>The reply to a command.</summary>
    /// <exception cref="CommandException">Nobody serves it, all asked are busy, or its handler failed.</exception>
    public async ValueTask<byte[]> AskAsync(CommandContext context, string subject, ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        for (int attempt = 1; ; attempt++)
        {
            NatsMsg<byte[]> reply = await RequestAsync(context, subject, payload, token).ConfigureAwait(false);
            if (!TryGetError(reply.Headers, out int code, out string reason))
                return reply.Data ?? [];
            if (code == WorkerErrors.Busy && attempt < options.MaxAttempts)
                continue;
            string command = LogText.Of(context.Command);
            if (code == WorkerErrors.Busy)
            {
                Log.WorkersBusy(logger, context.Connection.Peer, command, subject, attempt);
                throw RelayFailure.Of(Results.Busy, $"all {attempt} workers asked at {subject} are busy");
            }

            reason = LogText.Of(reason);
            Log.WorkerRefused(logger, context.Connection.Peer, command, subject, code, reason);
            throw RelayFailure.Of(Results.WorkerFailed, $"the worker at {subject} answered {code}: {reason}");
        }
    }

    private async ValueTask<NatsMsg<byte[]>> RequestAsync(
        CommandContext context, string subject, ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        try
        {
            // Our own deadline is the bound.
            return await nats.RequestAsync(
                subject,
                payload,
                CommandHeaders.Of(context),
                RawPayload.Serializer,
                RawPayload.Deserializer,
                replyOpts: new NatsSubOpts { Timeout = Timeout.InfiniteTimeSpan },
                cancellationToken: token).ConfigureAwait(false);
        }
        catch (NatsNoRespondersException error)
        {
            Log.NoWorker(logger, context.Connection.Peer, LogText.Of(context.Command), subject);
            throw RelayFailure.Of(Results.NoWorker, $"no worker serves {subject}", error);
        }
    }

    private static bool TryGetError(NatsHeaders? headers, out int code, out string reason)
    {
        code = 0;
        reason = "";
        if (headers is null || !headers.TryGetLastValue(NatsSvcConstants.ServiceErrorCodeHeader, out string? text))
            return false;
        code = int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : WorkerErrors.Failed;
        reason = headers.TryGetLastValue(NatsSvcConstants.ServiceErrorHeader, out string? found) ? found : "";
        return true;
    }
}
