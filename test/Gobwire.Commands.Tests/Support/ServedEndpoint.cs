using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Commands.Tests;

/// <summary>An endpoint that is served over whatever transports a test asks for, and its log.</summary>
internal sealed class ServedEndpoint : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private readonly Dictionary<TransportKind, CommandServer> _servers = [];
    private readonly TemporaryFolder _folder = new();

    public ServedEndpoint(CommandEndpointOptions? options = null) =>
        Endpoint = new CommandEndpoint(options ?? new CommandEndpointOptions { MaxConnectionsPerAddress = int.MaxValue }, Logger);

    public CapturingLogger Logger { get; } = new();

    public CommandEndpoint Endpoint { get; }

    /// <summary>The endpoint's end of the last connection in memory.</summary>
    public TransportConnection? LastServed { get; private set; }

    /// <summary>The lines that say why a connection or a command ended, but for a peer's own close.</summary>
    public List<LogLine> Reasons =>
        [.. Logger.Lines.Where(l => l.Event is not ("Listening" or "Connected" or "PeerClosed" or "Draining" or "Stopped" or "CertificateLoaded"))];

    /// <summary>Connects a peer that speaks bytes.</summary>
    public async Task<TransportConnection> ConnectAsync(TransportKind kind = TransportKind.Memory)
    {
        if (kind == TransportKind.Memory)
            return Connect(PipeOptions.Default);
        TransportDialOptions? options = kind == TransportKind.Tls
            ? new TransportDialOptions { Tls = new TlsClientOptions { Authorities = TestCertificate.Authorities } }
            : null;
        return await TransportDialer.DialAsync(TransportAddress.Parse(AddressOf(kind)), options, Until.Deadline);
    }

    /// <summary>Connects a peer in memory whose flushes end when the endpoint has looked at all that was sent.</summary>
    public TransportConnection ConnectInStep() => Connect(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));

    /// <summary>Connects a client.</summary>
    public async Task<CommandClient> ConnectClientAsync(TransportKind kind = TransportKind.Memory, CommandClientOptions? options = null) =>
        new(await ConnectAsync(kind), options ?? new CommandClientOptions { TimeProvider = Endpoint.Options.TimeProvider });

    /// <summary>Serves a connection.</summary>
    public Task Serve(TransportConnection connection)
    {
        Task serving = Endpoint.ServeAsync(connection, _stop.Token);
        _serving.Add(serving);
        return serving;
    }

    /// <summary>Where the endpoint listens.</summary>
    public string AddressOf(TransportKind kind)
    {
        CommandServer server = _servers.TryGetValue(kind, out CommandServer? known) ? known : _servers[kind] = Start(kind);
        return kind == TransportKind.Unix ? $"unix:{server.LocalEndPoint}" : server.LocalEndPoint.ToString()!;
    }

    /// <summary>Waits for the connections in memory to end, each by its peer.</summary>
    public Task EndAsync() => Task.WhenAll(_serving).WaitAsync(Until.Deadline);

    public Task StopAsync()
    {
        _stop.Cancel();
        return Task.WhenAll([.. _serving, .. _servers.Values.Select(s => s.StopAsync())]).WaitAsync(Until.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (CommandServer server in _servers.Values)
            await server.DisposeAsync().AsTask().WaitAsync(Until.Deadline);
        _stop.Dispose();
        _folder.Dispose();
    }

    private TransportConnection Connect(PipeOptions pipes)
    {
        (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair(Endpoint.Options.TimeProvider, pipes);
        LastServed = ours;
        _ = Serve(ours);
        return peer;
    }

    private CommandServer Start(TransportKind kind)
    {
        if (kind == TransportKind.Unix)
            return Endpoint.Start(new UnixDomainSocketEndPoint(_folder.PathOf("commands.sock")), CancellationToken.None);
        if (kind == TransportKind.Tcp)
            return Endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), CancellationToken.None);
        // The same handlers, under options with a certificate.
        var secure = new TransportServer(
            Endpoint.ServeAsync, new TransportServerOptions { Tls = new TlsServerOptions { Certificate = TestCertificate.Files(_folder) } }, Logger);
        return new CommandServer(TransportListener.Bind(new IPEndPoint(IPAddress.Loopback, 0)), secure, CancellationToken.None);
    }
}
