using System.Net;
using System.Net.Sockets;
using Gobwire.Commands;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Hosting.Tests;

/// <summary>How a host starts with a port that is taken, how it stops, and what its health says meanwhile.</summary>
public sealed class StartAndStopTests
{
    [Fact]
    public async Task A_taken_port_fails_the_start_and_frees_the_others()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        using var folder = new TemporaryFolder();
        string free = folder.PathOf("free.sock");
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint("busy").Listen($"unix:{free}").Listen(taken.LocalEndPoint!).MapText("TEXT", text => text);

        var error = await Assert.ThrowsAsync<IOException>(host.StartAsync);

        Assert.Equal($"command endpoint busy: listening on {taken.LocalEndPoint}: address already in use", error.Message);
        Assert.False(File.Exists(free));
    }

    [Fact]
    public async Task A_start_that_another_service_fails_leaves_nothing_listening()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("commands.sock");
        await using (var host = new TestHost())
        {
            host.Services.AddCommandEndpoint().Listen($"unix:{path}").MapText("TEXT", text => text);
            host.Services.AddHostedService<FailingService>();
            await Assert.ThrowsAsync<InvalidTimeZoneException>(host.StartAsync);
        }

        await Until.TrueAsync(() => !File.Exists(path), "the socket is closed");
    }

    [Fact]
    public async Task An_endpoint_that_listens_nowhere_fails_the_start()
    {
        await using var host = new TestHost(("Gobwire:Endpoints:lost:IdleTimeout", "00:01:00"));
        host.Services.AddCommandEndpoint("lost").Configure(host.Section("Gobwire:Endpoints:lost")).MapText("TEXT", text => text);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(host.StartAsync);

        Assert.StartsWith("command endpoint lost listens nowhere: add an address to Gobwire:Endpoints:lost:Listen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_turns_the_health_first_then_drains_and_answers_the_command_begun()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").AddHealthCheck().MapText("SLOW", async (text, _) =>
        {
            begun.SetResult();
            await release.Task;
            return $"done {text}";
        });
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host, "commands:main"));
        await host.StartAsync();
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host, "commands:main"));

        await using CommandClient idle = await host.ConnectAsync();
        await using CommandClient busy = await host.ConnectAsync();
        Task<string> reply = busy.AskTextAsync("SLOW", "command", Until.Deadline).AsTask();
        await begun.Task;
        Task stop = host.StopAsync();
        await host.Logger.WaitForAsync("Draining");

        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host, "commands:main"));
        Assert.False(stop.IsCompleted);
        await Assert.ThrowsAsync<CommandException>(async () => await idle.Connection.ReadLineAsync(Until.Deadline));
        release.SetResult();
        Assert.Equal("done command", await reply);
        await stop;
    }

    [Fact]
    public async Task With_a_stop_delay_the_health_is_bad_while_commands_are_still_taken()
    {
        var time = new FakeTimeProvider();
        await using var host = new TestHost();
        host.Services.AddSingleton<TimeProvider>(time);
        host.Services.AddCommandEndpoint().Configure(options => options.StopDelay = TimeSpan.FromSeconds(5)).Listen("127.0.0.1:0")
            .AddHealthCheck("mine", "ready").MapText("TEXT", text => text);
        await host.StartAsync();

        Task stop = host.StopAsync();
        await host.Logger.WaitForAsync("StopDelayed");
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(host, "mine"));
        await using (CommandClient late = await host.ConnectAsync())
            Assert.Equal("still", await late.AskTextAsync("TEXT", "still"));
        Assert.Empty(host.Logger.Of("Draining"));

        // The delay may begin a little after its line in the log.
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return stop.IsCompleted;
            },
            "the host has stopped");
        await stop;
        Assert.Single(host.Logger.Of("Draining"));
    }

    [Fact]
    public async Task A_stop_that_the_host_no_longer_waits_for_is_logged()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost();
        host.Services.AddCommandEndpoint().Listen("127.0.0.1:0").MapText("SLOW", async (text, _) =>
        {
            begun.SetResult();
            await release.Task;
            return text;
        });
        await host.StartAsync();
        await using CommandClient client = await host.ConnectAsync();
        await client.SendTextAsync("SLOW", "a");
        await begun.Task;

        using var noPatience = new CancellationTokenSource();
        Task stop = host.Host.StopAsync(noPatience.Token);
        await host.Logger.WaitForAsync("Draining");
        await noPatience.CancelAsync();
        await stop;

        Assert.Single(host.Logger.Of("DrainCutShort"));
        release.SetResult();
    }

    private static async Task<HealthStatus> HealthAsync(TestHost host, string name)
    {
        HealthReport report = await host.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Until.Deadline);
        return report.Entries[name].Status;
    }

    private sealed class FailingService : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidTimeZoneException("no start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
