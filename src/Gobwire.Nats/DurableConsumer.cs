using System.Buffers;
using System.Globalization;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gobwire.Nats;

/// <summary>Takes one durable command from the stream: acknowledged when its handler has done it, put aside when it has failed too often.</summary>
internal sealed class DurableConsumer(
    NatsJSContext jetStream, DurableStreams streams, Subjects subjects, string command, CommandWorkerOptions options, WorkGate gate, HandlerRun run, ILogger logger)
{
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PullTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A pull that a restart of the server has lost is noticed, and made again, after two of these without a sign.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private readonly string _subject = subjects.Durable(command);

    /// <summary>Makes the consumer that all workers of the group share.</summary>
    public async Task<INatsJSConsumer> EnsureAsync(CancellationToken cancellationToken)
    {
        await streams.EnsureAsync(cancellationToken).ConfigureAwait(false);
        string name = $"{options.QueueGroup}-{SubjectName.Escape(command)}";
        var config = new ConsumerConfig(name)
        {
            FilterSubject = _subject,
            AckPolicy = ConsumerConfigAckPolicy.Explicit,
            AckWait = options.AckWait,
            // Counted here: a command that takes its worker down with it would be given up by the server without a trace.
            MaxDeliver = -1,
        };
        return await jetStream.CreateOrUpdateConsumerAsync(streams.Name, config, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes messages until it is stopped, through restarts of the server. Those at hand then go back to the stream.</summary>
    public async Task RunAsync(INatsJSConsumer consumer, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(consumer, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException error)
            {
                Log.ConsumerFailed(logger, _subject, error.Message);
                return;
            }
            catch (Exception error) when (error is NatsException or OperationCanceledException)
            {
                Log.ConsumerFailed(logger, _subject, error.Message);
            }

            consumer = await RestartAsync(consumer, stopping).ConfigureAwait(false);
        }
    }

    private async Task<INatsJSConsumer> RestartAsync(INatsJSConsumer consumer, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(RestartDelay, options.TimeProvider, stopping).ConfigureAwait(false);
            return await EnsureAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            // The next attempt says what is wrong, or ends for good.
            return consumer;
        }
    }

    private async Task ConsumeAsync(INatsJSConsumer consumer, CancellationToken stopping)
    {
        var consumeOptions = new NatsJSConsumeOpts { MaxMsgs = options.MaxConcurrency, Expires = PullTimeout, IdleHeartbeat = Heartbeat };
        long freeAt = options.TimeProvider.GetTimestamp();
        await foreach (INatsJSMsg<byte[]> message in consumer.ConsumeAsync(RawPayload.Deserializer, consumeOptions, stopping).ConfigureAwait(false))
        {
            gate.Enter();
            try
            {
                // A turn for each before the next is taken: what waits, waits in the stream, for any worker.
                Task turn = gate.BeginTurnAsync(stopping);
                if (turn.IsCompletedSuccessfully)
                    freeAt = options.TimeProvider.GetTimestamp();
                await turn.ConfigureAwait(false);
                // What was fetched ahead has waited since then at most; from here on its handler has all of the time.
                if (options.TimeProvider.GetElapsedTime(freeAt) > options.AckWait / 8)
                    await SettleAsync(() => message.AckProgressAsync()).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await SettleAsync(() => message.NakAsync()).ConfigureAwait(false);
                gate.Leave();
                throw;
            }

            _ = Task.Run(() => HandleAsync(message), CancellationToken.None);
        }
    }

    private async Task HandleAsync(INatsJSMsg<byte[]> message)
    {
        try
        {
            ulong sequence = message.Metadata?.Sequence.Stream ?? 0;
            ulong delivery = message.Metadata?.NumDelivered ?? 1;
            if (delivery > (ulong)options.MaxDeliveries)
            {
                gate.EndTurn();
                await PutAsideAsync(message, sequence, delivery - 1, "each worker that took it has died or lost it").ConfigureAwait(false);
                return;
            }

            Exception? error = await run.RunAsync(
                message.Subject, message.Data, message.Headers, new ArrayBufferWriter<byte>(), hasTurn: true).ConfigureAwait(false);
            if (error is null)
                await SettleAsync(() => message.AckAsync()).ConfigureAwait(false);
            else if (delivery >= (ulong)options.MaxDeliveries)
                await PutAsideAsync(message, sequence, delivery, WorkerErrors.Of(error).Reason).ConfigureAwait(false);
            else
                await SendBackAsync(message, sequence, delivery).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task SendBackAsync(INatsJSMsg<byte[]> message, ulong sequence, ulong delivery)
    {
        double seconds = options.RetryDelay.TotalSeconds * Math.Pow(2, delivery - 1);
        TimeSpan delay = seconds < MaxRetryDelay.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxRetryDelay;
        Log.DeliveryFailed(logger, message.Subject, sequence, delivery, delay.TotalSeconds);
        await SettleAsync(() => message.NakAsync(new AckOpts { NakDelay = delay })).ConfigureAwait(false);
    }

    private Task PutAsideAsync(INatsJSMsg<byte[]> message, ulong sequence, ulong deliveries, string reason) => SettleAsync(async () =>
    {
        string dead = subjects.Dead(command);
        var headers = new NatsHeaders
        {
            ["Gobwire-Reason"] = LogText.Of(reason),
            ["Gobwire-Deliveries"] = deliveries.ToString(CultureInfo.InvariantCulture),
            ["Gobwire-Stream"] = streams.Name,
            ["Gobwire-Sequence"] = sequence.ToString(CultureInfo.InvariantCulture),
        };
        // First it is safe there, then it goes here; what fails between the two is done again, and dropped as a duplicate.
        PubAckResponse kept = await jetStream.PublishAsync(
            dead,
            new ReadOnlyMemory<byte>(message.Data),
            RawPayload.Serializer,
            new NatsJSPubOpts { MsgId = $"{streams.Name}:{sequence}" },
            headers).ConfigureAwait(false);
        if (kept.Error is { } refusal)
            throw new NatsException($"{dead}: {refusal.Description}");
        Log.PutAside(logger, message.Subject, sequence, dead, deliveries, LogText.OfReason(reason));
        await message.AckAsync().ConfigureAwait(false);
    });

    private async Task SettleAsync(Func<ValueTask> settle)
    {
        try
        {
            await settle().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            Log.AckFailed(logger, _subject, error.Message);
        }
    }
}
