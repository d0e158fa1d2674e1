using System.Net;
using Gobwire.Commands;
using Gobwire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gobwire.AspNetCore.Tests;

/// <summary>An ASP.NET Core app on Kestrel: a page of HTTP on the first port, and what a test adds on the next.</summary>
internal sealed class TestApp : IAsyncDisposable, ILoggerProvider
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly WebApplicationBuilder _builder = WebApplication.CreateSlimBuilder();
    private readonly Lazy<WebApplication> _app;

    public TestApp()
    {
        _builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(this);
        _builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = new Lazy<WebApplication>(_builder.Build);
    }

    public IServiceCollection Services => _builder.Services;

    public CapturingLogger Logger { get; } = new();

    public WebApplication App => _app.Value;

    /// <summary>The address of a port, in the order they were added; the first is HTTP's.</summary>
    public string AddressOf(int port) => new Uri(
        App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(port)).Authority;

    public TestApp Listen(Action<ListenOptions> configure)
    {
        _builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, configure));
        return this;
    }

    public TestApp ListenUnix(string path, Action<ListenOptions> configure)
    {
        _builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, configure));
        return this;
    }

    public Task StartAsync()
    {
        App.MapGet("/page", context => context.Response.WriteAsync("a page"));
        return App.StartAsync(Until.Deadline);
    }

    public Task StopAsync() => App.StopAsync(Until.Deadline);

    public Task<CommandClient> ConnectAsync(int port = 1) =>
        CommandClient.ConnectAsync(AddressOf(port), new CommandClientOptions { ReadTimeout = Patience }, Until.Deadline);

    public async Task<string> GetAsync(string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://{AddressOf(0)}{path}"), Until.Deadline);
    }

    public ILogger CreateLogger(string categoryName) => Logger;

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (!_app.IsValueCreated)
            return;
        await App.StopAsync(Until.Deadline);
        await App.DisposeAsync();
    }
}
