using System.Net;
using Gobwire.Commands;
using Gobwire.Hosting;
using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.AspNetCore.Tests;

/// <summary>What goes on between the beginning of a stop and its end, where there is a stop delay.</summary>
public sealed class StopDelayTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_stop_delay_Kestrel_s_ports_are_served_while_the_page_of_health_is_bad(bool isOnNotice)
    {
        await using var app = new TestApp();
        app.Services.AddSingleton<TimeProvider>(_time);
        app.Services.AddCommandEndpoint().Configure(options => options.StopDelay = Delay).AddHealthCheck().MapText("TEXT", text => text);
        app.Services.AddRpcServer().Map<long, long>("Twice.Of", n => 2 * n);
        app.Listen(port => port.UseCommands()).Listen(port => port.UseRpc()).App.MapHealthChecks("/health");
        await app.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(app, "/health"));

        Task stop = isOnNotice ? StopOnNoticeAsync(app) : app.StopAsync();
        await app.Logger.WaitForAsync("StopDelayed");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOfAsync(app, "/health"));
        Assert.Equal("a page", await app.GetAsync("/page"));
        await using (CommandClient late = await app.ConnectAsync())
            Assert.Equal("still", await late.AskTextAsync("TEXT", "still"));
        await using (RpcClient late = await RpcClient.DialAsync(app.AddressOf(2), new RpcClientOptions { CallTimeout = TestApp.Patience }, Until.Deadline))
            Assert.Equal(6, await late.CallAsync<long, long>("Twice.Of", 3));
        Assert.False(stop.IsCompleted);

        await EndDelayAsync(stop);
        await Assert.ThrowsAsync<CommandException>(() => app.ConnectAsync());
    }

    [Fact]
    public async Task Stop_delays_of_several_endpoints_run_side_by_side()
    {
        await using var app = new TestApp();
        app.Services.AddSingleton<TimeProvider>(_time);
        app.Services.AddCommandEndpoint().Configure(options => options.StopDelay = Delay).MapText("TEXT", text => text);
        app.Services.AddRpcServer().Configure(options => options.StopDelay = Delay).Map<long, long>("Twice.Of", n => 2 * n);
        await app.Listen(port => port.UseCommands()).Listen(port => port.UseRpc()).StartAsync();

        Task stop = app.StopAsync();

        await Until.TrueAsync(() => app.Logger.Of("StopDelayed").Count == 2, "both delays have begun");
        await EndDelayAsync(stop);
    }

    [Fact]
    public async Task A_stop_delay_is_cut_short_where_the_host_no_longer_waits()
    {
        await using var app = new TestApp();
        app.Services.AddSingleton<TimeProvider>(_time);
        app.Services.AddCommandEndpoint().Configure(options => options.StopDelay = Delay).MapText("TEXT", text => text);
        await app.Listen(port => port.UseCommands()).StartAsync();
        using var noPatience = new CancellationTokenSource();

        Task stop = app.App.StopAsync(noPatience.Token);
        await app.Logger.WaitForAsync("StopDelayed");
        await noPatience.CancelAsync();

        await Until.TrueAsync(() => stop.IsCompleted, "the stop has ended");
        Assert.Single(app.Logger.Of("DrainCutShort"));
        await EndDelayAsync(stop);
    }

    /// <summary>As a signal does it.</summary>
    private static Task StopOnNoticeAsync(TestApp app)
    {
        Task run = app.App.WaitForShutdownAsync(Until.Deadline);
        app.App.Lifetime.StopApplication();
        return run;
    }

    private static async Task<HttpStatusCode> StatusOfAsync(TestApp app, string path)
    {
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.GetAsync(new Uri($"http://{app.AddressOf(0)}{path}"), Until.Deadline);
        return response.StatusCode;
    }

    /// <summary>The delay may begin a little after its line in the log.</summary>
    private Task EndDelayAsync(Task stop) => Until.TrueAsync(
        () =>
        {
            _time.Advance(Delay);
            return stop.IsCompleted;
        },
        "the host has stopped");
}
