using Gobwire.Commands;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Gobwire.Nats;

/// <summary>
/// Serves an endpoint's handlers to commands that come over NATS, at <c>prefix.NAME</c>, one of many in a queue group. Handlers are registered
/// before it starts; one registered as fallback takes every name.
/// </summary>
/// <remarks>
/// Filters, rate limiters, and the limits of lines, gobs and handlers are the endpoint's. What it says of connections, as
/// <see cref="CommandEndpointOptions.MaxCommandsPerSecond"/> does, is the edge's to see to. Handlers see the edge's client as their connection's peer.
/// </remarks>
public sealed class CommandWorker : IAsyncDisposable
{
    private readonly CommandEndpoint _endpoint;
    private readonly INatsConnection _nats;
    private readonly Subjects _subjects;
    private readonly CommandWorkerOptions _options;
    private readonly ILogger _logger;
    private readonly WorkGate _gate;
    private readonly HandlerRun _run;
    private readonly RequestService _requests;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly List<Task> _consumers = [];
    private readonly Lock _lock = new();
    private Task? _stopped;

    /// <summary>Makes a worker, which does not listen yet.</summary>
    /// <param name="endpoint">The endpoint: its handlers, filters and limits.</param>
    /// <param name="connection">The connection to NATS; not disposed here.</param>
    /// <param name="prefix">What the subjects begin with, such as <c>shop</c> or <c>shop.orders</c>.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where the worker logs; null for nowhere.</param>
    /// <exception cref="ArgumentException">The prefix is none, or the options contradict each other.</exception>
    public CommandWorker(
        CommandEndpoint endpoint, INatsConnection connection, string prefix, CommandWorkerOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(connection);
        _endpoint = endpoint;
        _nats = connection;
        _subjects = new Subjects(prefix);
        _options = options ?? new CommandWorkerOptions();
        TimeSpan handlerTimeout = _options.HandlerTimeout ?? endpoint.Options.HandlerTimeout;
        if (_options.DurableCommands.Count > 0 && (handlerTimeout == Timeout.InfiniteTimeSpan || _options.AckWait <= handlerTimeout))
        {
            throw new ArgumentException(
                $"{nameof(CommandWorkerOptions.AckWait)} is not longer than the {nameof(CommandWorkerOptions.HandlerTimeout)}: "
                + "commands would be delivered again while they are handled.",
                nameof(options));
        }

        _logger = logger ?? NullLogger.Instance;
        _gate = new WorkGate(_options.MaxConcurrency, _options.MaxWaiting);
        _run = new HandlerRun(endpoint, _gate, _options, handlerTimeout, _logger, _aborting.Token);
        _requests = new RequestService(connection, _subjects, _options, _gate, _run, _logger);
    }

    /// <summary>How many commands are handled or wait for their turn.</summary>
    public int Pending => _gate.Count;

    /// <summary>Connects if need be, and subscribes: commands come from now on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">A durable command has no handler.</exception>
    /// <exception cref="NatsException">NATS cannot be reached, or refuses.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        foreach (string command in _options.DurableCommands)
        {
            if (!_endpoint.HasFallback && !_endpoint.Names.Contains(command))
                throw new InvalidOperationException($"The durable command \"{command}\" has no handler.");
        }

        await _nats.ConnectAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        _nats.MessageDropped += OnMessageDroppedAsync;
        await _requests.StartAsync(_endpoint, cancellationToken).ConfigureAwait(false);
        if (_options.DurableCommands.Count > 0)
            await StartConsumersAsync(cancellationToken).ConfigureAwait(false);
        // The server has the subscriptions when it answers what was sent after them.
        await _nats.PingAsync(cancellationToken).ConfigureAwait(false);
        string commands = _endpoint.HasFallback ? "all commands" : string.Join(", ", _endpoint.Names);
        Log.WorkerStarted(_logger, commands, _subjects.AllCommands, _requests.Name);
    }

    /// <summary>Takes no more commands, and waits for those it has, up to <see cref="CommandWorkerOptions.DrainTimeout"/>.</summary>
    /// <param name="cancellationToken">Waits no longer.</param>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            _stopped ??= StopOnceAsync();
        return _stopped.WaitAsync(cancellationToken);
    }

    /// <summary>Stops, if that has not been done.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _gate.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task StartConsumersAsync(CancellationToken cancellationToken)
    {
        var jetStream = new NatsJSContext(_nats);
        var streams = new DurableStreams(jetStream, _subjects, _options.Stream);
        foreach (string command in _options.DurableCommands)
        {
            var consumer = new DurableConsumer(jetStream, streams, _subjects, command, _options, _gate, _run, _logger);
            INatsJSConsumer shared = await consumer.EnsureAsync(cancellationToken).ConfigureAwait(false);
            _consumers.Add(Task.Run(() => consumer.RunAsync(shared, _stopping.Token), CancellationToken.None));
        }
    }

    private async Task StopOnceAsync()
    {
        Log.WorkerDraining(_logger, _gate.Count);
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            using var timeout = new CancellationTokenSource(_options.DrainTimeout, _options.TimeProvider);
            await _requests.StopAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            // Without a connection nothing comes any more either.
        }

        await Task.WhenAll(_consumers).ConfigureAwait(false);
        try
        {
            await _gate.WhenEmpty().WaitAsync(_options.DrainTimeout, _options.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.DrainTimedOut(_logger, _gate.Count, _options.DrainTimeout.TotalSeconds);
            await _aborting.CancelAsync().ConfigureAwait(false);
        }

        _nats.MessageDropped -= OnMessageDroppedAsync;
    }

    private ValueTask OnMessageDroppedAsync(object? sender, NatsMessageDroppedEventArgs dropped)
    {
        if (dropped.Subject.StartsWith(_subjects.Prefix, StringComparison.Ordinal))
        {
            NatsTelemetry.CountDropped();
            Log.MessageDropped(_logger, dropped.Subject, dropped.Pending);
        }

        return ValueTask.CompletedTask;
    }
}
