using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using System.Text;
using Gobwire.Commands;
using Gobwire.Nats;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Tool;

/// <summary>gobwire work: takes commands from NATS and prints them.</summary>
internal sealed class WorkCommand
{
    private readonly NatsOptions _nats = new();
    private readonly LogOptions _log = new();
    private readonly Terminal _terminal;

    private WorkCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var work = new WorkCommand(terminal);
        var command = new Command("work", "Takes commands that edges relay over NATS, and logs what comes; STRING is answered. Ctrl-C or SIGTERM stops it.");
        work._nats.AddToWorker(command);
        work._log.AddTo(command);
        command.SetAction(work.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        using ILoggerFactory loggers = _log.CreateLoggers(result);
        ILogger logger = loggers.CreateLogger("gobwire");
        try
        {
            await using NatsConnection? connection = await _nats.ConnectAsync(result, stop.Token);
            var endpoint = new CommandEndpoint(logger: logger);
            endpoint.MapFallback(context => PrintAsync(context, logger));
            await using CommandWorker worker = _nats.CreateWorker(result, endpoint, connection!, logger);
            await worker.StartAsync(stop.Token);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (stop.Token.Register(stopped.SetResult))
                await stopped.Task;
            await worker.StopAsync(CancellationToken.None);
            Log.Stopped(logger);
            return 0;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception error) when (error is NatsException or ArgumentException or UriFormatException)
        {
            await _terminal.Error.WriteLineAsync($"gobwire: {(error.InnerException ?? error).Message}");
            return 1;
        }
    }

    private static async ValueTask PrintAsync(CommandContext context, ILogger logger)
    {
        PipeReader input = context.Connection.Input;
        ReadResult all = await input.ReadAsync(context.CancellationToken);
        byte[] payload = all.Buffer.ToArray();
        input.AdvanceTo(all.Buffer.End);
        if (logger.IsEnabled(LogLevel.Information))
            Log.CommandReceived(logger, LogText.Of(context.Command), LogText.Of(Describe(payload), ArticleCommands.MaxTextLength));
        if (context.Command == ArticleCommands.String)
            await context.Connection.WriteLineAsync("Thank you.", context.CancellationToken);
    }

    /// <summary>The payload as JSON if it is a gob, else as text.</summary>
    private static string Describe(byte[] payload)
    {
        try
        {
            var json = new ArrayBufferWriter<byte>();
            var decoder = new GobDecoder(payload);
            if (decoder.TryDecodeJson(json, ArticleCommands.MaxTextLength) && decoder.Offset == payload.Length)
                return Encoding.UTF8.GetString(json.WrittenSpan);
        }
        catch (GobException)
        {
            // It is text then.
        }

        return Encoding.UTF8.GetString(payload).TrimEnd('\r', '\n');
    }
}
