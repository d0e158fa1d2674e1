using System.Net;
using Gobwire.Commands;
using Gobwire.Rpc;
using Gobwire.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gobwire.Hosting.Tests;

/// <summary>A host of a test's own making, its configuration, and what it has logged.</summary>
internal sealed class TestHost : IAsyncDisposable, ILoggerProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HostApplicationBuilder _builder =
        Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
    private readonly Lazy<IHost> _host;

    public TestHost(params (string Key, string Value)[] configuration)
    {
        _builder.Configuration.AddInMemoryCollection(
            configuration.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)));
        _builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(this));
        _host = new Lazy<IHost>(_builder.Build);
    }

    public IServiceCollection Services => _builder.Services;

    public CapturingLogger Logger { get; } = new();

    public IHost Host => _host.Value;

    public IConfiguration Section(string key) => _builder.Configuration.GetSection(key);

    public Task StartAsync() => Host.StartAsync(Until.Deadline);

    public Task StopAsync() => Host.StopAsync(Until.Deadline);

    public CommandHost Commands(string name = "main") => Host.Services.GetRequiredKeyedService<CommandHost>(name);

    public RpcHost Rpc(string name = "main") => Host.Services.GetRequiredKeyedService<RpcHost>(name);

    public Task<CommandClient> ConnectAsync(string name = "main", int address = 0) =>
        CommandClient.ConnectAsync(AddressOf(Commands(name).EndPoints[address]), new CommandClientOptions { ReadTimeout = Patience }, Until.Deadline);

    public Task<RpcClient> DialAsync(string name = "main", int address = 0) =>
        RpcClient.DialAsync(AddressOf(Rpc(name).EndPoints[address]), new RpcClientOptions { CallTimeout = Patience }, Until.Deadline);

    public static string AddressOf(EndPoint endPoint) => endPoint is IPEndPoint ip ? $"{ip}" : $"unix:{endPoint}";

    public ILogger CreateLogger(string categoryName) => Logger;

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((IAsyncDisposable)Host).DisposeAsync();
    }
}
