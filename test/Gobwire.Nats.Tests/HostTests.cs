using System.Collections.Concurrent;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Gobwire.Nats.Tests;

/// <summary>Edges and workers on the generic host, as the scale page shows them.</summary>
public sealed class HostTests : SystemTest
{
    [Fact]
    public async Task A_host_runs_handlers_as_classes_each_command_in_a_scope_of_its_own()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddSingleton<INatsConnection>(Server.Connect());
        builder.Services.AddSingleton(new ConcurrentBag<Scope>());
        builder.Services.AddScoped<Scope>();
        builder.Services.AddCommandWorker("shop", worker => worker.MapHandler<OrderHandler>("ORDER"));
        builder.Services.AddCommandEndpoint("edge", edge => edge.Listen("127.0.0.1:0").RelayToNats("shop"));
        using IHost host = builder.Build();
        await host.StartAsync(Until.Deadline);
        string address = host.Services.GetRequiredKeyedService<CommandHost>("edge").EndPoints[0].ToString()!;
        await using (CommandClient client = await CommandClient.ConnectAsync(address, null, Until.Deadline))
        {
            for (int id = 1; id <= 3; id++)
                Assert.Equal(new Receipt(id, "Thank you, Ann", 3), await client.AskAsync<Order, Receipt>("ORDER", new Order(id, "Ann", [1, 2]), Until.Deadline));
        }

        Assert.Equal(3, host.Services.GetRequiredService<ConcurrentBag<Scope>>().Distinct().Count());
        await host.StopAsync(Until.Deadline);
    }

    private sealed class Scope;

    private sealed class OrderHandler(Scope scope, ConcurrentBag<Scope> scopes) : ICommandHandler<Order, Receipt>
    {
        public ValueTask<Receipt> HandleAsync(Order request, CancellationToken cancellationToken)
        {
            scopes.Add(scope);
            return ValueTask.FromResult(Receipt.Of(request));
        }
    }
}
