using System.Buffers;
using System.Diagnostics;
using System.Net;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>Runs one command's handler on a message, when it is its turn: with its time, its span, its log line.</summary>
internal sealed class HandlerRun(
    CommandEndpoint endpoint, WorkGate gate, CommandWorkerOptions options, TimeSpan timeout, ILogger logger, CancellationToken aborting)
{
    /// <summary>Runs the handler. Never throws.</summary>
    /// <param name="subject">Where the message came, for the log.</param>
    /// <param name="payload">The message's bytes.</param>
    /// <param name="headers">The message's headers.</param>
    /// <param name="reply">Where the handler's reply goes.</param>
    /// <param name="hasTurn">Whether its turn has begun already. It is ended here.</param>
    /// <returns>Why it failed; null if it did not.</returns>
    public async Task<Exception?> RunAsync(string subject, byte[]? payload, NatsHeaders? headers, ArrayBufferWriter<byte> reply, bool hasTurn = false)
    {
        string command = Subjects.NameIn(subject);
        string method = endpoint.Names.Contains(command) ? command : "_OTHER";
        long begun = options.TimeProvider.GetTimestamp();
        using Activity? activity = NatsTelemetry.StartHandling(method, headers);
        string result = Results.Ok;
        try
        {
            if (!hasTurn)
                await gate.BeginTurnAsync(aborting).ConfigureAwait(false);
            try
            {
                await InvokeAsync(command, payload, CommandHeaders.PeerIn(headers), reply).ConfigureAwait(false);
            }
            finally
            {
                gate.EndTurn();
            }

            return null;
        }
        catch (Exception error)
        {
            result = LogFailure(subject, error);
            activity?.SetStatus(ActivityStatusCode.Error, result);
            return error;
        }
        finally
        {
            NatsTelemetry.Handled(method, result, options.TimeProvider.GetElapsedTime(begun));
        }
    }

    private async ValueTask InvokeAsync(string command, byte[]? payload, EndPoint? peer, ArrayBufferWriter<byte> reply)
    {
        using var late = new CancellationTokenSource(timeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborting);
        await endpoint.InvokeAsync(command, new ReadOnlySequence<byte>(payload ?? []), reply, peer, both.Token).ConfigureAwait(false);
    }

    private string LogFailure(string subject, Exception error)
    {
        switch (error)
        {
            case CommandException or GobException:
                Log.CommandRefused(logger, subject, LogText.OfReason((error as GobException)?.MessageWithoutValues ?? error.Message));
                return Results.Refused;
            case OperationCanceledException:
                Log.HandlerTimedOut(logger, subject, timeout.TotalSeconds);
                return Results.TimedOut;
            default:
                Log.HandlerFailed(logger, error, subject);
                return Results.Failed;
        }
    }
}
