using System.IO.Pipelines;
using System.Net;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gobwire.Commands;

/// <summary>
/// Serves commands: each connection's task reads a name up to a line feed, calls the handler of that name, and goes on until the peer
/// closes. An unknown name is logged and closes its connection. Handlers can be added, replaced and removed at any time, from any thread.
/// </summary>
public sealed partial class CommandEndpoint
{
    private readonly CommandTable _table = new();
    private readonly ILogger _logger;
    private readonly TransportServer _server;

    /// <summary>Makes an endpoint without handlers.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="logger">Where the endpoint logs; null for nowhere.</param>
    public CommandEndpoint(CommandEndpointOptions? options = null, ILogger? logger = null)
    {
        Options = options ?? new CommandEndpointOptions();
        _logger = logger ?? NullLogger.Instance;
        _server = new TransportServer(ServeAsync, Options.ToServerOptions(), _logger);
    }

    /// <summary>The options.</summary>
    public CommandEndpointOptions Options { get; }

    /// <summary>The names that have a handler now.</summary>
    public IReadOnlyCollection<string> Names => _table.Names;

    /// <summary>Listens on a port of all interfaces, over IPv4 and IPv6, and serves until it is told to stop; then drains.</summary>
    /// <param name="port">The port. For port 0, where the system chooses, use <see cref="Start(int, CancellationToken)"/>, which tells.</param>
    /// <param name="cancellationToken">Stops: commands begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends when all connections have.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public Task ListenAsync(int port = CommandEndpointOptions.DefaultPort, CancellationToken cancellationToken = default) =>
        ListenAsync(new IPEndPoint(IPAddress.IPv6Any, port), cancellationToken);

    /// <summary>Listens on an end point, and serves until it is told to stop; then drains.</summary>
    /// <param name="endPoint">The end point: an address and port, or a Unix domain socket.</param>
    /// <param name="cancellationToken">Stops: commands begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends when all connections have.</returns>
    /// <exception cref="IOException">The end point cannot be listened on, as when its port is taken.</exception>
    public async Task ListenAsync(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        CommandServer server = Start(endPoint, cancellationToken);
        await using (server.ConfigureAwait(false))
            await server.Completion.ConfigureAwait(false);
    }

    /// <summary>Begins to listen on a port of all interfaces, over IPv4 and IPv6, and returns at once.</summary>
    /// <param name="port">The port; 0 lets the system choose, and <see cref="RunningServer.Port"/> tells which.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>The server, which already listens.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public CommandServer Start(int port = CommandEndpointOptions.DefaultPort, CancellationToken cancellationToken = default) =>
        Start(new IPEndPoint(IPAddress.IPv6Any, port), cancellationToken);

    /// <summary>Begins to listen on an end point, and returns at once.</summary>
    /// <param name="endPoint">The end point: an address and port, or a Unix domain socket.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>The server, which already listens.</returns>
    /// <exception cref="IOException">The end point cannot be listened on, as when its port is taken.</exception>
    public CommandServer Start(EndPoint endPoint, CancellationToken cancellationToken = default)
    {
        TransportListener listener = TransportListener.Bind(endPoint, Options.ToListenerOptions(), _logger);
        return new CommandServer(listener, _server, cancellationToken);
    }

    /// <summary>Serves a connection that another server has accepted, as Kestrel does: within the endpoint's limits of connections, and with its drain.</summary>
    /// <param name="connection">The connection; closed at the end.</param>
    /// <param name="stopping">Stops: a command begun is ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task ServeAcceptedAsync(TransportConnection connection, CancellationToken stopping = default) =>
        _server.ServeAsync(connection, stopping);

    /// <summary>Serves a plain connection that another server has accepted, as <see cref="ServeAcceptedAsync"/> does, but secures it first where the options have TLS.</summary>
    /// <param name="connection">The connection, from which nothing was read yet; closed at the end.</param>
    /// <param name="stopping">Stops: a command begun is ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task SecureAndServeAcceptedAsync(TransportConnection connection, CancellationToken stopping = default) =>
        _server.SecureAndServeAsync(connection, stopping);

    /// <summary>Serves one connection over any pipes, and closes it at the end.</summary>
    /// <param name="connection">The connection, such as a <see cref="TransportConnection"/> or the transport of another server.</param>
    /// <param name="stopping">Stops: a command begun is ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public Task ServeAsync(IDuplexPipe connection, CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        TransportConnection transport = connection as TransportConnection ?? MemoryTransport.FromPipe(connection, Options.TimeProvider);
        ConnectionMeasure? measure = Telemetry.Commands.BeginConnection(Options.TimeProvider);
        return new CommandSession(transport, _table, Options, _logger, measure, stopping).RunAsync();
    }
}
