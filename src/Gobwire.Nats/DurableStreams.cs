using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Gobwire.Nats;

/// <summary>The streams of durable commands and of those given up. Made where they are missing; what is there is left as it is.</summary>
internal sealed class DurableStreams(INatsJSContext jetStream, Subjects subjects, CommandStreamOptions options)
{
    private const int NotFound = 404;

    private volatile bool _isThere;

    public string Name { get; } = options.NameFor(subjects.Prefix);

    public string DeadName { get; } = options.DeadNameFor(subjects.Prefix);

    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isThere || !options.Create)
            return;
        await EnsureAsync(
            new StreamConfig(Name, [subjects.AllDurable])
            {
                Retention = StreamConfigRetention.Workqueue,
                MaxBytes = options.MaxBytes ?? -1,
                Discard = StreamConfigDiscard.New,
            },
            cancellationToken).ConfigureAwait(false);
        await EnsureAsync(
            new StreamConfig(DeadName, [subjects.AllDead])
            {
                Retention = StreamConfigRetention.Limits,
                MaxAge = options.DeadMaxAge,
                MaxBytes = options.DeadMaxBytes ?? -1,
                Discard = StreamConfigDiscard.Old,
            },
            cancellationToken).ConfigureAwait(false);
        _isThere = true;
    }

    private async ValueTask EnsureAsync(StreamConfig config, CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.GetStreamAsync(config.Name!, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            // Two that make the same stream at a time both succeed.
            config.Storage = StreamConfigStorage.File;
            config.NumReplicas = options.Replicas;
            config.DuplicateWindow = options.DuplicateWindow;
            await jetStream.CreateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        }
    }
}
