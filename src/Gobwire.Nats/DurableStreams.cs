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
        await EnsureAsync(Name, subjects.AllDurable, StreamConfigRetention.Workqueue, cancellationToken).ConfigureAwait(false);
        await EnsureAsync(DeadName, subjects.AllDead, StreamConfigRetention.Limits, cancellationToken).ConfigureAwait(false);
        _isThere = true;
    }

    private async ValueTask EnsureAsync(string name, string subject, StreamConfigRetention retention, CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.GetStreamAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            // Two that make the same stream at a time both succeed.
            var config = new StreamConfig(name, [subject])
            {
                Retention = retention,
                Storage = StreamConfigStorage.File,
                NumReplicas = options.Replicas,
                DuplicateWindow = options.DuplicateWindow,
            };
            await jetStream.CreateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        }
    }
}
