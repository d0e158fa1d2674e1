using System.Globalization;
using System.Reflection;
using Gobwire.Commands;
using Gobwire.Rpc;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting.Tests;

/// <summary>Options from configuration: all there are, bound, checked, and named in errors.</summary>
public sealed class OptionsTests
{
    private const string Main = "Gobwire:Endpoints:main";

    [Fact]
    public async Task Each_option_is_bound_from_configuration()
    {
        await using var host = new TestHost(
            ($"{Main}:Listen:0", "127.0.0.1:0"),
            ($"{Main}:MaxNameLength", "11"),
            ($"{Main}:MaxCommandsPerSecond", "12"),
            ($"{Main}:IdleTimeout", "-00:00:00.001"),
            ($"{Main}:PayloadTimeout", "00:00:00.5"),
            ($"{Main}:Gob:MaxDepth", "13"),
            ($"{Main}:Gob:MaxMessageSize", "14000"));
        host.Services.AddCommandEndpoint().Configure(host.Section(Main)).Configure(options => options.MaxLineLength = 15)
            .ConfigureEndpoint(options => options with { MaxConnections = 16 }).MapText("TEXT", text => text);
        await host.StartAsync();

        CommandEndpointOptions options = host.Commands().Endpoint.Options;
        Assert.Equal((11, 12, 15, 16), (options.MaxNameLength, options.MaxCommandsPerSecond, options.MaxLineLength, options.MaxConnections));
        Assert.Equal((Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(0.5)), (options.IdleTimeout, options.PayloadTimeout));
        Assert.Equal((13, 14000), (options.Gob.MaxDepth, options.Gob.MaxMessageSize));
    }

    [Theory]
    [InlineData("MaxNameLength", "0", "MaxNameLength is 0; it must be at least 1")]
    [InlineData("MaxNameLength", "many", "MaxNameLength")]
    [InlineData("IdleTimeout", "130", "IdleTimeout is 130.00:00:00; it must be more than zero and less than a day")]
    [InlineData("IdleTimeout", "5", "(a bare number is days: write 00:00:05 for 5 seconds)")]
    [InlineData("StopDelay", "-00:00:01", "StopDelay is -00:00:01; it must be from zero")]
    [InlineData("Listen:0", "61000", "Listen:0 is \"61000\": write an address and a port")]
    [InlineData("Listen:0", "[::]:70000", "Listen:0 is \"[::]:70000\": the port is no number from 0 to 65535")]
    [InlineData("Listen:0", "unix:", "Listen:0 is \"unix:\": the path is missing")]
    [InlineData("Gob:MaxDepth", "-1", "Gob:MaxDepth is -1; it must be at least 1")]
    [InlineData("Tls:Certificate", "nowhere.pem", "Tls:Certificate names the file nowhere.pem, which is not there")]
    [InlineData("Tls:ClientCertificates", "Perhaps", "Tls:ClientCertificates")]
    [InlineData("IdelTimeout", "00:01:00", "IdelTimeout")]
    [InlineData("Gob:MaxDeph", "7", "MaxDeph")]
    public async Task What_is_wrong_fails_the_start_and_names_its_key(string key, string value, string message)
    {
        await using var host = new TestHost(($"{Main}:{key}", value));
        host.Services.AddCommandEndpoint().Configure(host.Section(Main)).Listen("127.0.0.1:0").MapText("TEXT", text => text);

        Exception error = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(Main, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        await using var host = new TestHost(
            ("Gobwire:Rpc:main:MaxConcurrentCalls", "0"), ("Gobwire:Rpc:main:MaxCallsPerSecond", "0"), ("Gobwire:Rpc:main:HttpPath", "rpc"), ("Gobwire:Rpc:main:Protocol", "7"));
        host.Services.AddRpcServer().Configure(host.Section("Gobwire:Rpc:main")).Listen("127.0.0.1:0");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Equal(
            [
                "Gobwire:Rpc:main:HttpPath is \"rpc\"; it must begin with a slash, and have neither blanks nor characters beyond ASCII",
                "Gobwire:Rpc:main:Protocol is 7; it must be one of Gob, JsonRpc",
                "Gobwire:Rpc:main:MaxConcurrentCalls is 0; it must be at least 1",
                "Gobwire:Rpc:main:MaxCallsPerSecond is 0; it must be at least 1",
            ],
            error.Failures);
    }

    [Fact]
    public async Task Tls_from_files_serves_clients_that_trust_it()
    {
        using var folder = new TemporaryFolder();
        Gobwire.Commands.Tests.TestCertificate.Files(folder).Dispose();
        await using var host = new TestHost(
            ($"{Main}:Listen:0", "127.0.0.1:0"),
            ($"{Main}:Tls:Certificate", folder.PathOf("certificate.pem")),
            ($"{Main}:Tls:Key", folder.PathOf("key.pem")));
        host.Services.AddCommandEndpoint().Configure(host.Section(Main)).MapText("TEXT", text => text);
        await host.StartAsync();

        var options = new CommandClientOptions { Tls = new TlsClientOptions { Authorities = Gobwire.Commands.Tests.TestCertificate.Authorities } };
        await using CommandClient client = await CommandClient.ConnectAsync(
            TestHost.AddressOf(host.Commands().EndPoints[0]), options, Until.Deadline);
        Assert.Equal("secret", await client.AskTextAsync("TEXT", "secret"));
    }

    [Fact]
    public async Task Options_of_clients_certificates_without_any_asked_for_are_an_error()
    {
        using var folder = new TemporaryFolder();
        Gobwire.Commands.Tests.TestCertificate.Files(folder).Dispose();
        await using var host = new TestHost(
            ($"{Main}:Tls:Certificate", folder.PathOf("certificate.pem")),
            ($"{Main}:Tls:Key", folder.PathOf("key.pem")),
            ($"{Main}:Tls:ClientAuthorities", folder.PathOf("certificate.pem")),
            ($"{Main}:Tls:AllowedClients:0", "me"));
        host.Services.AddCommandEndpoint().Configure(host.Section(Main)).Listen("127.0.0.1:0");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Equal(
            [
                $"{Main}:Tls:ClientAuthorities has no effect while ClientCertificates is None",
                $"{Main}:Tls:AllowedClients has no effect while ClientCertificates is None",
            ],
            error.Failures);
    }

    [Fact]
    public void All_options_of_endpoints_and_servers_can_be_configured_and_have_the_same_defaults()
    {
        Check(typeof(CommandEndpointOptions), new CommandEndpointOptions(), typeof(CommandHostOptions), new CommandHostOptions());
        Check(typeof(RpcServerOptions), new RpcServerOptions(), typeof(RpcHostOptions), new RpcHostOptions());
        Check(typeof(CommandClientPoolOptions), new CommandClientPoolOptions(), typeof(CommandClientHostOptions), new CommandClientHostOptions());
        Check(typeof(CommandClientOptions), new CommandClientOptions(), typeof(CommandClientHostOptions), new CommandClientHostOptions());
        Check(typeof(TransportBackoff), new TransportBackoff(), typeof(GobBackoff), new GobBackoff());
        Check(typeof(GobOptions), new CommandEndpointOptions().Gob, typeof(GobLimits), new CommandHostOptions().Gob);
        Check(typeof(GobOptions), new RpcServerOptions().Gob, typeof(GobLimits), new RpcHostOptions().Gob);
        Check(typeof(GobOptions), new CommandClientOptions().Gob, typeof(GobLimits), new CommandClientHostOptions().Gob);
        TlsServerOptions? loaded = null;
        Assert.Equal(new CommandEndpointOptions(), new CommandHostOptions().ToEndpointOptions(loaded, TimeProvider.System));
        Assert.Equal(new CommandClientPoolOptions(), new CommandClientHostOptions().ToPoolOptions(null, TimeProvider.System));
        Assert.Equal(new RpcServerOptions(), new RpcHostOptions().ToServerOptions(loaded, TimeProvider.System));
    }

    [Fact]
    public void Each_limit_of_gobs_reaches_the_options_and_is_checked()
    {
        PropertyInfo[] limits = typeof(GobLimits).GetProperties();
        var configured = new GobLimits();
        var problems = new OptionProblems("");
        var wrong = new GobLimits();
        foreach ((int at, PropertyInfo limit) in limits.Index())
        {
            limit.SetValue(configured, Convert.ChangeType(at + 7, limit.PropertyType, CultureInfo.InvariantCulture));
            limit.SetValue(wrong, Convert.ChangeType(0, limit.PropertyType, CultureInfo.InvariantCulture));
        }

        GobOptions options = configured.ApplyTo(GobOptions.Default);
        wrong.Check(problems);

        foreach ((int at, PropertyInfo limit) in limits.Index())
            Assert.Equal(at + 7, Convert.ToInt64(typeof(GobOptions).GetProperty(limit.Name)!.GetValue(options), CultureInfo.InvariantCulture));
        Assert.Equal(limits.Select(limit => $"{limit.Name} is 0; it must be at least 1"), problems.All);
    }

    private static void Check(Type options, object defaults, Type hosted, object hostedDefaults)
    {
        // What only code can give: types, names of them, and the host's own clock; and what has a form of its own, and is checked by itself.
        string[] leftOut =
        [
            "Gob", "Json", "Tls", "TimeProvider", "MinDataRate", "Client", "Backoff", "LocalEndPoint",
            "AcceptNewEncoders", "PackageName", "TypeShapeProvider", "FieldNaming",
        ];
        foreach (PropertyInfo property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !leftOut.Contains(p.Name)))
        {
            PropertyInfo? same = hosted.GetProperty(property.Name);
            Assert.True(same is not null, $"{hosted.Name} lacks {property.Name}");
            Assert.Equal(property.GetValue(defaults), same.GetValue(hostedDefaults));
        }
    }
}
