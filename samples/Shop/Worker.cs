using Gobwire.Commands;
using Gobwire.Nats;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Shop;

/// <summary>Takes the commands that edges pass on, and shares them with all others of its kind.</summary>
internal static class Worker
{
    public static async Task RunAsync(string url, ILogger logger, CancellationToken stop)
    {
        var orders = new Orders(Console.Out);
        await using var nats = new NatsConnection(new NatsOpts { Url = url });
        var endpoint = new CommandEndpoint();
        endpoint.MapText("STRING", line => "Thank you.");
        endpoint.Map<Order>("ORDER", orders.PlaceAsync);
        var options = new CommandWorkerOptions
        {
            DurableCommands = ["ORDER"],
            HandlerTimeout = TimeSpan.FromSeconds(5),
            AckWait = TimeSpan.FromSeconds(10),
        };
        await using var worker = new CommandWorker(endpoint, nats, "shop", options, logger);
        await worker.StartAsync(stop);
        Console.WriteLine("working");
        await StoppedAsync(stop);
    }

    private static async Task StoppedAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.UnsafeRegister(_ => stopped.TrySetResult(), null))
            await stopped.Task;
    }
}
