using System.Text;
using System.Text.Json;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>What workers are to NATS, to each other and to their host.</summary>
public sealed class WorkerTests : SystemTest
{
    [Fact]
    public async Task A_worker_is_a_service_that_the_tools_find()
    {
        await StartWorkerAsync(endpoint => endpoint.Map<int, int>("DOUBLE", number => 2 * number));
        NatsConnection nats = Server.Connect();
        await nats.RequestAsync<byte[], byte[]>("shop.DOUBLE", GobSerializer.Serialize(21), cancellationToken: Until.Deadline);
        JsonElement ping = await AskAsync(nats, "$SRV.PING.shop");
        Assert.Equal("shop", ping.GetProperty("name").GetString());
        Assert.Equal("1.0.0", ping.GetProperty("version").GetString());
        JsonElement endpoint = (await AskAsync(nats, "$SRV.INFO.shop")).GetProperty("endpoints")[0];
        Assert.Equal("shop.DOUBLE", endpoint.GetProperty("subject").GetString());
        Assert.Equal("workers", endpoint.GetProperty("queue_group").GetString());
        // The service may count a request after its answer.
        CancellationToken deadline = Until.Deadline;
        while ((await AskAsync(nats, "$SRV.STATS.shop")).GetProperty("endpoints")[0].GetProperty("num_requests").GetInt32() != 1)
            deadline.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task A_worker_that_stops_ends_what_it_has_begun_and_takes_no_more()
    {
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        CommandWorker worker = await StartWorkerAsync(endpoint => endpoint.Map<int, int>("WORK", async (number, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return 2 * number;
        }));
        NatsConnection nats = Server.Connect();
        Task<NatsMsg<byte[]>> asked = AskAsync(nats, 4);
        await begun.Task.WaitAsync(Until.Deadline);
        Task stopped = worker.StopAsync(Until.Deadline);
        await Until.TrueAsync(() => WorkerLog.Of("WorkerDraining").Count > 0, "it drains");
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        Assert.Equal(8, GobSerializer.Deserialize<int>((await asked).Data!));
        await stopped.WaitAsync(Until.Deadline);
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => AskAsync(nats, 5));

        static async Task<NatsMsg<byte[]>> AskAsync(NatsConnection nats, int number) => await nats.RequestAsync<byte[], byte[]>(
            "shop.WORK", GobSerializer.Serialize(number), cancellationToken: Until.Deadline);
    }

    [Fact]
    public async Task A_worker_that_stops_under_load_leaves_no_command_unanswered()
    {
        int taken = 0;
        void Map(CommandEndpoint endpoint) => endpoint.Map<int, int>("WORK", number =>
        {
            Interlocked.Increment(ref taken);
            return number;
        });
        await StartWorkerAsync(Map);
        CommandWorker stopping = await StartWorkerAsync(Map);
        NatsConnection nats = Server.Connect();
        Task<int>[] asked = [.. Enumerable.Range(0, 8).Select(async _ =>
        {
            int answered = 0;
            for (; answered < 100; answered++)
                await nats.RequestAsync<byte[], byte[]>("shop.WORK", GobSerializer.Serialize(answered), cancellationToken: Until.Deadline);
            return answered;
        })];
        await Until.TrueAsync(() => Volatile.Read(ref taken) >= 100, "the load has begun");
        await stopping.StopAsync(Until.Deadline);
        Assert.All(await Task.WhenAll(asked), answered => Assert.Equal(100, answered));
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_canceled()
    {
        var begun = new TaskCompletionSource();
        CommandWorker worker = await StartWorkerAsync(
            endpoint => endpoint.Map<int>("WORK", async (_, token) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }),
            new CommandWorkerOptions { DrainTimeout = TimeSpan.FromMilliseconds(100) });
        await Server.Connect().PublishAsync("shop.WORK", GobSerializer.Serialize(1), cancellationToken: Until.Deadline);
        await begun.Task.WaitAsync(Until.Deadline);
        await worker.StopAsync(Until.Deadline);
        await WorkerLog.WaitForAsync("DrainTimedOut");
        await Until.TrueAsync(() => worker.Pending == 0, "the handler has ended");
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_refused()
    {
        var options = new CommandWorkerOptions { DurableCommands = ["ORDER"], AckWait = TimeSpan.FromSeconds(30) };
        Assert.Throws<ArgumentException>(() => new CommandWorker(new CommandEndpoint(), Server.Connect(), "shop", options));
        await using var worker = new CommandWorker(new CommandEndpoint(), Server.Connect(), "shop", options with { AckWait = TimeSpan.FromMinutes(1) });
        await Assert.ThrowsAsync<InvalidOperationException>(() => worker.StartAsync(Until.Deadline));
    }

    [Fact]
    public async Task A_host_runs_an_edge_and_a_worker()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddSingleton<INatsConnection>(Server.Connect());
        builder.Services.AddScoped<StringBuilder>();
        builder.Services.AddCommandWorker("shop", worker => worker
            .AddFilter((context, next) =>
            {
                context.Services!.GetRequiredService<StringBuilder>().Append("scoped");
                return next(context);
            })
            .Map("WHO", async context =>
            {
                int number = await context.Connection.ReadGobAsync<int>(context.CancellationToken);
                await context.Connection.WriteGobAsync($"{context.Services!.GetRequiredService<StringBuilder>()} {number}", context.CancellationToken);
            }));
        builder.Services.AddCommandEndpoint("edge", edge => edge.Listen("127.0.0.1:0").RelayToNats("shop"));
        using IHost host = builder.Build();
        await host.StartAsync(Until.Deadline);
        string address = host.Services.GetRequiredKeyedService<CommandHost>("edge").EndPoints[0].ToString()!;
        await using (CommandClient client = await CommandClient.ConnectAsync(address, null, Until.Deadline))
            Assert.Equal("scoped 7", await client.AskAsync<int, string>("WHO", 7, Until.Deadline));
        await host.StopAsync(Until.Deadline);
    }

    private static async Task<JsonElement> AskAsync(NatsConnection nats, string subject)
    {
        NatsMsg<string> reply = await nats.RequestAsync<string, string>(subject, "", cancellationToken: Until.Deadline);
        return JsonDocument.Parse(reply.Data!).RootElement;
    }
}
