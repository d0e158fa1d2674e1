using Gobwire.Commands;
using Gobwire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.Hosting.Tests;

/// <summary>Pools of clients in the container.</summary>
public sealed class CommandClientTests
{
    private const string Main = "Gobwire:Clients:main";

    [Fact]
    public async Task A_pool_is_made_from_configuration_and_closed_with_the_host()
    {
        await using var server = new TestHost(("Gobwire:Endpoints:main:Listen:0", "127.0.0.1:0"));
        server.Services.AddCommandEndpoint().Configure(server.Section("Gobwire:Endpoints:main")).MapText("ECHO", text => text);
        await server.StartAsync();
        string address = TestHost.AddressOf(server.Commands().EndPoints[0]);
        CommandClientPool pool;
        await using (var host = new TestHost(
            ($"{Main}:Address", address),
            ($"{Main}:MaxConnections", "3"),
            ($"{Main}:CommandTimeout", "00:00:20"),
            ($"{Main}:Backoff:Jitter", "0.5"),
            ($"{Main}:MinDataRate:BytesPerSecond", "100"),
            ($"{Main}:Gob:MaxDepth", "13")))
        {
            host.Services.AddCommandClient().Configure(host.Section(Main)).Configure(options => options.MaxResends = 7)
                .ConfigurePool(options => options with { IdleTimeout = TimeSpan.FromSeconds(5) });
            await host.StartAsync();
            pool = host.Host.Services.GetRequiredService<CommandClientPool>();

            Assert.Same(pool, host.Host.Services.GetRequiredKeyedService<CommandClientPool>("main"));
            Assert.Equal("hello", await pool.AskTextAsync("ECHO", "hello", Until.Deadline));
            Assert.Equal(address, pool.Address);
            CommandClientPoolOptions made = pool.Options;
            Assert.Equal((3, 7, 20, 5), (made.MaxConnections, made.MaxResends, made.CommandTimeout.TotalSeconds, made.IdleTimeout.TotalSeconds));
            Assert.Equal((0.5, 100, 13), (made.Backoff.Jitter, made.Client.MinDataRate?.BytesPerSecond, made.Client.Gob.MaxDepth));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.AskTextAsync("ECHO", "hello", Until.Deadline).AsTask());
        await server.Logger.WaitForAsync("PeerClosed");
    }

    [Fact]
    public async Task A_pool_logs_where_its_host_does()
    {
        await using var host = new TestHost();
        host.Services.AddCommandClient().Configure(options => (options.Address, options.ConnectionTimeout) = ("127.0.0.1:1", TimeSpan.Zero));
        await host.StartAsync();
        CommandClientPool pool = host.Host.Services.GetRequiredService<CommandClientPool>();

        await Assert.ThrowsAsync<CommandException>(() => pool.AskTextAsync("ECHO", "hello", Until.Deadline).AsTask());

        Assert.Single(host.Logger.Of("DialFails"));
    }

    [Fact]
    public async Task Several_pools_have_several_names()
    {
        await using var host = new TestHost();
        host.Services.AddCommandClient("one").Configure(options => options.Address = "localhost:1");
        host.Services.AddCommandClient("two", client => client.Configure(options => options.Address = "localhost:2"));
        host.Services.AddCommandClient("two").Configure(options => options.MaxConnections = 2);
        await host.StartAsync();

        Assert.Equal("localhost:1", host.Host.Services.GetRequiredKeyedService<CommandClientPool>("one").Address);
        CommandClientPool two = host.Host.Services.GetRequiredKeyedService<CommandClientPool>("two");
        Assert.Equal(("localhost:2", 2), (two.Address, two.Options.MaxConnections));
        Assert.Null(host.Host.Services.GetService<CommandClientPool>());
    }

    [Theory]
    [InlineData("Address", "", "Address is missing")]
    [InlineData("Address", "localhost:x", "Address is \"localhost:x\": address localhost:x: invalid port")]
    [InlineData("MaxConnections", "0", "MaxConnections is 0; it must be at least 1")]
    [InlineData("CommandTimeout", "30", "(a bare number is days: write 00:00:30 for 30 seconds)")]
    [InlineData("MaxResends", "-1", "MaxResends is -1; it must be at least 0")]
    [InlineData("Backoff:Factor", "0.5", "Backoff:Factor is 0.5; it must be from 1 to 100")]
    [InlineData("Backoff:Jitter", "NaN", "Backoff:Jitter is NaN; it must be from 0 to 1")]
    [InlineData("Tls:Authorities", "nowhere.pem", "Tls:Authorities names the file nowhere.pem, which is not there")]
    [InlineData("Tls:Certificate", "nowhere.pem", "Tls:Key is missing")]
    [InlineData("MaxConections", "1", "MaxConections")]
    public async Task What_is_wrong_fails_the_start_and_names_its_key(string key, string value, string message)
    {
        await using var host = new TestHost(($"{Main}:{key}", value));
        host.Services.AddCommandClient().Configure(options => options.Address = "localhost").Configure(host.Section(Main));

        Exception error = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(Main, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_from_files_is_used_to_dial()
    {
        using var folder = new TemporaryFolder();
        Gobwire.Commands.Tests.TestCertificate.Files(folder).Dispose();
        await using var server = new TestHost(
            ("Gobwire:Endpoints:main:Listen:0", "127.0.0.1:0"),
            ("Gobwire:Endpoints:main:Tls:Certificate", folder.PathOf("certificate.pem")),
            ("Gobwire:Endpoints:main:Tls:Key", folder.PathOf("key.pem")));
        server.Services.AddCommandEndpoint().Configure(server.Section("Gobwire:Endpoints:main")).MapText("ECHO", text => text);
        await server.StartAsync();
        await using var host = new TestHost(
            ($"{Main}:Address", TestHost.AddressOf(server.Commands().EndPoints[0])), ($"{Main}:Tls:Authorities", folder.PathOf("certificate.pem")));
        host.Services.AddCommandClient().Configure(host.Section(Main));
        await host.StartAsync();

        Assert.Equal("secret", await host.Host.Services.GetRequiredService<CommandClientPool>().AskTextAsync("ECHO", "secret", Until.Deadline));
    }
}
