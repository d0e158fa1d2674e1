using System.IO.Pipelines;
using System.Net;
using Gobwire.Commands;
using Gobwire.Rpc.Server;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Rpc;

/// <summary>Serves Go's net/rpc: services and their methods are called by clients in Go or .NET. Methods run side by side, on the thread pool.</summary>
public sealed partial class RpcServer
{
    private readonly ServiceTable _table = new();
    private readonly ILogger _logger;
    private readonly TransportServer _server;

    /// <summary>Makes a server without services.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where the server logs; null for nowhere.</param>
    public RpcServer(RpcServerOptions? options = null, ILogger? logger = null)
    {
        Options = options ?? new RpcServerOptions();
        _logger = logger ?? NullLogger.Instance;
        _server = new TransportServer(ServeAsync, Options.ToServerOptions(), _logger);
    }

    /// <summary>The options.</summary>
    public RpcServerOptions Options { get; }

    /// <summary>Listens on a port of all interfaces, over IPv4 and IPv6, and serves until it is told to stop; then drains.</summary>
    /// <param name="port">The port. For port 0, where the system chooses, use <see cref="Start(int, CancellationToken)"/>, which tells.</param>
    /// <param name="cancellationToken">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends when all connections have.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public Task ListenAsync(int port, CancellationToken cancellationToken = default) =>
        ListenAsync(new IPEndPoint(IPAddress.IPv6Any, port), cancellationToken);

    /// <summary>Listens on an end point, and serves until it is told to stop; then drains.</summary>
    /// <param name="endPoint">The end point: an address and port, or a Unix domain socket.</param>
    /// <param name="cancellationToken">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends when all connections have.</returns>
    /// <exception cref="IOException">The end point cannot be listened on, as when its port is taken.</exception>
    public async Task ListenAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        RunningServer server = Start(endPoint, cancellationToken);
        await using (server.ConfigureAwait(false))
            await server.Completion.ConfigureAwait(false);
    }

    /// <summary>Begins to listen on a port of all interfaces, over IPv4 and IPv6, and returns at once.</summary>
    /// <param name="port">The port; 0 lets the system choose, and <see cref="RunningServer.Port"/> tells which.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>The server, which already listens.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public RunningServer Start(int port, CancellationToken cancellationToken = default) =>
        Start(new IPEndPoint(IPAddress.IPv6Any, port), cancellationToken);

    /// <summary>Begins to listen on an end point, and returns at once.</summary>
    /// <param name="endPoint">The end point: an address and port, or a Unix domain socket.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>The server, which already listens.</returns>
    /// <exception cref="IOException">The end point cannot be listened on, as when its port is taken.</exception>
    public RunningServer Start(EndPoint endPoint, CancellationToken cancellationToken = default) =>
        Start(endPoint, _server, cancellationToken);

    /// <summary>Serves a connection that another server has accepted, as Kestrel does: within the server's limits of connections, and with its drain.</summary>
    /// <param name="connection">The connection; closed at the end.</param>
    /// <param name="stopping">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task ServeAcceptedAsync(TransportConnection connection, CancellationToken stopping = default) =>
        _server.ServeAsync(connection, stopping);

    /// <summary>Serves a plain connection that another server has accepted, as <see cref="ServeAcceptedAsync"/> does, but secures it first where the options have TLS.</summary>
    /// <param name="connection">The connection, from which nothing was read yet; closed at the end.</param>
    /// <param name="stopping">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task SecureAndServeAcceptedAsync(TransportConnection connection, CancellationToken stopping = default) =>
        _server.SecureAndServeAsync(connection, stopping);

    /// <summary>Serves one connection over any pipes, and closes it at the end (Go: <c>ServeConn</c>).</summary>
    /// <param name="connection">The connection, such as a <see cref="TransportConnection"/> or the transport of another server.</param>
    /// <param name="stopping">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public async Task ServeAsync(IDuplexPipe connection, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        TransportConnection transport = Wrap(connection);
        using ConnectionMeasure? measure = Telemetry.Rpc.BeginConnection(Options.TimeProvider);
        await using (transport.ConfigureAwait(false))
            await ServeAsync(transport, measure, stopping).ConfigureAwait(false);
    }

    private async Task ServeAsync(TransportConnection transport, ConnectionMeasure? measure, CancellationToken stopping)
    {
        using var session = new ServerSession(transport, _table, Options, _logger, measure, stopping);
        Task running;
        // With nothing of the caller's context: calls run on the thread of the loop that reads them.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            running = session.RunAsync();
        await running.ConfigureAwait(false);
    }

    private TransportConnection Wrap(IDuplexPipe connection) =>
        connection as TransportConnection ?? MemoryTransport.FromPipe(connection, Options.TimeProvider);

    private RunningServer Start(EndPoint endPoint, TransportServer server, CancellationToken cancellationToken) =>
        new(TransportListener.Bind(endPoint, Options.ToListenerOptions(), _logger), server, cancellationToken);
}
