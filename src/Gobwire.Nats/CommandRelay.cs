using System.Buffers;
using System.Diagnostics;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Takes commands from connections, and passes them on.</summary>
internal sealed class CommandRelay(INatsConnection nats, Subjects subjects, CommandRelayOptions options, ILogger logger)
{
    private const string OtherMethod = "_OTHER";

    private readonly DurablePublisher _stream = new(nats, subjects, options, logger);
    private readonly RelayRequester _requester = new(nats, options, logger);

    public async ValueTask RelayAsync(CommandContext context)
    {
        bool isNamed = options.Routes.TryGetValue(context.Command, out CommandRelayRoute? route);
        route ??= options.Default
            ?? throw new CommandException(CommandErrorKind.UnknownCommand, "neither handled here nor relayed");
        string method = isNamed ? context.Command : OtherMethod;
        using Activity? activity = NatsTelemetry.StartRelay(method, route.Mode);
        long begun = options.TimeProvider.GetTimestamp();
        string result = Results.Ok;
        try
        {
            await RelayAsync(context, route).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            result = RelayFailure.ResultOf(error);
            activity?.SetStatus(ActivityStatusCode.Error, result);
            throw;
        }
        finally
        {
            NatsTelemetry.Relayed(method, result, options.TimeProvider.GetElapsedTime(begun));
        }
    }

    private async ValueTask RelayAsync(CommandContext context, CommandRelayRoute route)
    {
        ReadOnlyMemory<byte> payload = await ReadAsync(context, route.Payload).ConfigureAwait(false);
        long maxLength = nats.ServerInfo?.MaxPayload ?? int.MaxValue;
        if (payload.Length > maxLength)
        {
            Log.PayloadTooLarge(logger, context.Connection.Peer, LogText.Of(context.Command), payload.Length, maxLength);
            throw RelayFailure.Of(Results.TooLarge, $"a payload of {payload.Length} bytes is larger than the {maxLength} that NATS takes");
        }

        TimeSpan timeout = route.Timeout ?? options.Timeout;
        using var deadline = new CancellationTokenSource(timeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.CancellationToken);
        string subject = route.Mode == CommandRelayMode.Durable ? subjects.Durable(context.Command) : subjects.Command(context.Command);
        // The deadline here is the bound, and says more than the endpoint's.
        TimeSpan handlerTimeout = context.Connection.HandlerTimeout;
        context.Connection.HandlerTimeout = Timeout.InfiniteTimeSpan;
        try
        {
            await SendAsync(context, route, subject, payload, both.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NatsNoReplyException || (error is OperationCanceledException && deadline.IsCancellationRequested))
        {
            Log.NoAnswer(logger, context.Connection.Peer, LogText.Of(context.Command), subject, timeout.TotalSeconds);
            throw RelayFailure.Of(Results.TimedOut, $"no answer from {subject} within {timeout.TotalSeconds:0.###} s", error);
        }
        catch (NatsException error)
        {
            Log.NatsFailed(logger, context.Connection.Peer, LogText.Of(context.Command), error.Message);
            throw RelayFailure.Of(Results.NatsFailed, $"NATS failed: {error.Message}", error);
        }
        finally
        {
            context.Connection.HandlerTimeout = handlerTimeout;
        }
    }

    private async ValueTask SendAsync(
        CommandContext context, CommandRelayRoute route, string subject, ReadOnlyMemory<byte> payload, CancellationToken token)
    {
        switch (route.Mode)
        {
            case CommandRelayMode.Publish:
                await nats.PublishAsync(
                    subject, payload, CommandHeaders.Of(context), serializer: RawPayload.Serializer, cancellationToken: token).ConfigureAwait(false);
                break;
            case CommandRelayMode.Durable:
                await _stream.PublishAsync(context, route, subject, payload, token).ConfigureAwait(false);
                await AcknowledgeAsync(context, route.Acknowledgement).ConfigureAwait(false);
                break;
            default:
                byte[] reply = await _requester.AskAsync(context, subject, payload, token).ConfigureAwait(false);
                context.Connection.Output.Write(reply);
                // Workers that are no endpoints send lines as they are.
                if (route.Payload == CommandPayload.Line && reply is [.., not (byte)'\n'])
                    context.Connection.Output.Write("\n"u8);
                break;
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CommandContext context, CommandPayload payload)
    {
        switch (payload)
        {
            case CommandPayload.Line:
                byte[] line = await context.Connection.ReadLineBytesAsync(context.CancellationToken).ConfigureAwait(false);
                return (byte[])[.. line, (byte)'\n'];
            case CommandPayload.Gob:
                var gob = new ArrayBufferWriter<byte>();
                await context.Connection.CopyGobAsync(gob, context.CancellationToken).ConfigureAwait(false);
                return gob.WrittenMemory;
            default:
                return default;
        }
    }

    private static ValueTask AcknowledgeAsync(CommandContext context, CommandPayload form) => form switch
    {
        CommandPayload.Line => context.Connection.WriteLineAsync("OK", context.CancellationToken),
        CommandPayload.Gob => context.Connection.WriteGobAsync(true, context.CancellationToken),
        _ => ValueTask.CompletedTask,
    };
}
