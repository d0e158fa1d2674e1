using System.Buffers;
using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.Services;

namespace Gobwire.Nats;

/// <summary>Takes commands that are asked or published, as a NATS service: one that the tools find, and whose counts they show.</summary>
internal sealed class RequestService(
    INatsConnection nats, Subjects subjects, CommandWorkerOptions options, WorkGate gate, HandlerRun run, ILogger logger)
{
    private readonly List<string> _endpoints = [];
    private INatsSvcServer? _server;

    public string Name { get; } = options.ServiceName ?? SubjectName.PrefixAsName(subjects.Prefix);

    /// <summary>Subscribes. Commands come from now on.</summary>
    public async Task StartAsync(CommandEndpoint endpoint, CancellationToken cancellationToken)
    {
        var config = new NatsSvcConfig(Name, options.ServiceVersion)
        {
            Description = $"Gobwire commands at {subjects.Prefix}",
            QueueGroup = options.QueueGroup,
        };
        // A token given here would end the service, and not only its start.
        _server = await new NatsSvcContext(nats).AddServiceAsync(config, CancellationToken.None)
            .AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        if (endpoint.HasFallback)
        {
            // The group would share out a subject that fits both ways once, but two subscriptions of ours would take two shares.
            await AddAsync("all", subjects.AllCommands, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (string name in endpoint.Names)
            await AddAsync(SubjectName.Escape(name), subjects.Command(name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Unsubscribes; what the server has sent before it knew that is handled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not { } server)
            return;
        // The service's own stop would leave unread what is on its way.
        await Task.WhenAll(_endpoints.Select(name => server.RemoveEndpointAsync(name, cancellationToken).AsTask())).ConfigureAwait(false);
        await server.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(string name, string subject, CancellationToken cancellationToken)
    {
        await _server!.AddEndpointAsync<byte[]>(
            OnMessageAsync, name, subject, options.QueueGroup, serializer: RawPayload.Deserializer, cancellationToken: CancellationToken.None)
            .AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        _endpoints.Add(name);
    }

    /// <summary>Called for one message after the other: the handler runs elsewhere, so that none waits here.</summary>
    private async ValueTask OnMessageAsync(NatsSvcMsg<byte[]> message)
    {
        if (gate.TryEnter())
        {
            _ = Task.Run(() => HandleAsync(message));
            return;
        }

        Log.Busy(logger, message.Subject, gate.Count);
        NatsTelemetry.Handled("_OTHER", Results.Busy, TimeSpan.Zero);
        await ReplyAsync(message, () => message.ReplyErrorAsync(WorkerErrors.Busy, "busy")).ConfigureAwait(false);
    }

    private async Task HandleAsync(NatsSvcMsg<byte[]> message)
    {
        try
        {
            var reply = new ArrayBufferWriter<byte>();
            Exception? error = await run.RunAsync(message.Subject, message.Data, message.Headers, reply).ConfigureAwait(false);
            await ReplyAsync(message, () => AnswerAsync(message, reply, error)).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private ValueTask AnswerAsync(NatsSvcMsg<byte[]> message, ArrayBufferWriter<byte> reply, Exception? error)
    {
        if (error is not null)
        {
            (int code, string reason) = WorkerErrors.Of(error);
            return message.ReplyErrorAsync(code, LogText.Of(reason));
        }

        if (nats.ServerInfo is { } server && reply.WrittenCount > server.MaxPayload)
        {
            Log.AnswerLost(logger, message.Subject, $"its {reply.WrittenCount} bytes are more than the {server.MaxPayload} that NATS takes");
            return message.ReplyErrorAsync(WorkerErrors.TooLarge, "the answer is larger than NATS takes");
        }

        return message.ReplyAsync(reply.WrittenMemory, serializer: RawPayload.Serializer);
    }

    private async ValueTask ReplyAsync(NatsSvcMsg<byte[]> message, Func<ValueTask> reply)
    {
        if (string.IsNullOrEmpty(message.ReplyTo))
            return;
        try
        {
            await reply().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            Log.AnswerLost(logger, message.Subject, error.Message);
        }
    }
}
