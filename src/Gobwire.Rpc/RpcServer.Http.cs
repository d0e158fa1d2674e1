using System.IO.Pipelines;
using System.Net;
using Gobwire.Commands;
using Gobwire.Rpc.Http;
using Gobwire.Transport;

namespace Gobwire.Rpc;

public sealed partial class RpcServer
{
    /// <summary>The path at which net/rpc is served inside HTTP, unless another is given: Go's.</summary>
    public const string DefaultRpcPath = RpcDefaults.RpcPath;

    /// <summary>The path of the page of services and call counts, unless another is given: Go's.</summary>
    public const string DefaultDebugPath = RpcDefaults.DebugPath;

    /// <summary>Listens on a port for net/rpc inside HTTP (Go: <c>HandleHTTP</c>), and serves until it is told to stop; then drains.</summary>
    /// <param name="port">The port.</param>
    /// <param name="rpcPath">The path that is connected to.</param>
    /// <param name="debugPath">The path of the debug page.</param>
    /// <param name="cancellationToken">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends when all connections have.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public async Task ListenHttpAsync(
        int port, string rpcPath = DefaultRpcPath, string debugPath = DefaultDebugPath, CancellationToken cancellationToken = default)
    {
        RunningServer server = StartHttp(new IPEndPoint(IPAddress.IPv6Any, port), rpcPath, debugPath, cancellationToken);
        await using (server.ConfigureAwait(false))
            await server.Completion.ConfigureAwait(false);
    }

    /// <summary>Begins to listen on a port for net/rpc inside HTTP, and returns at once.</summary>
    /// <param name="port">The port; 0 lets the system choose, and <see cref="RunningServer.Port"/> tells which.</param>
    /// <param name="rpcPath">The path that is connected to.</param>
    /// <param name="debugPath">The path of the debug page.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <returns>The server, which already listens.</returns>
    /// <exception cref="IOException">The port cannot be listened on, as when it is taken.</exception>
    public RunningServer StartHttp(
        int port, string rpcPath = DefaultRpcPath, string debugPath = DefaultDebugPath, CancellationToken cancellationToken = default) =>
        StartHttp(new IPEndPoint(IPAddress.IPv6Any, port), rpcPath, debugPath, cancellationToken);

    /// <inheritdoc cref="StartHttp(int, string, string, CancellationToken)"/>
    /// <param name="endPoint">The end point: an address and port, or a Unix domain socket.</param>
    /// <param name="rpcPath">The path that is connected to.</param>
    /// <param name="debugPath">The path of the debug page.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public RunningServer StartHttp(
        EndPoint endPoint,
        string rpcPath = DefaultRpcPath,
        string debugPath = DefaultDebugPath,
        CancellationToken cancellationToken = default)
    {
        HttpFront front = CreateFront(rpcPath, debugPath);
        var server = new TransportServer(
            (connection, stopping) => ServeHttpAsync(connection, front, stopping), Options.ToServerOptions(), _logger);
        return Start(endPoint, server, cancellationToken);
    }

    /// <summary>Serves one connection over any pipes whose peer begins with an HTTP request, and closes it at the end.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="rpcPath">The path that is connected to.</param>
    /// <param name="debugPath">The path of the debug page.</param>
    /// <param name="stopping">Stops: calls begun are ended and answered, none is begun.</param>
    /// <returns>A task that ends with the connection.</returns>
    public async Task ServeHttpAsync(
        IDuplexPipe connection,
        string rpcPath = DefaultRpcPath,
        string debugPath = DefaultDebugPath,
        CancellationToken stopping = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        TransportConnection transport = Wrap(connection);
        await using (transport.ConfigureAwait(false))
            await ServeHttpAsync(transport, CreateFront(rpcPath, debugPath), stopping).ConfigureAwait(false);
    }

    /// <summary>The debug page, for servers of HTTP that show it themselves.</summary>
    /// <returns>HTML.</returns>
    public string RenderDebugPage() => DebugPage.Render(_table.Sorted);

    private async Task ServeHttpAsync(TransportConnection transport, HttpFront front, CancellationToken stopping)
    {
        using ConnectionMeasure? measure = Telemetry.Rpc.BeginConnection(Options.TimeProvider);
        if (await front.TryConnectAsync(transport, measure, stopping).ConfigureAwait(false))
            await ServeAsync(transport, measure, stopping).ConfigureAwait(false);
    }

    private HttpFront CreateFront(string rpcPath, string debugPath)
    {
        HttpConnect.CheckPath(rpcPath, nameof(rpcPath));
        HttpConnect.CheckPath(debugPath, nameof(debugPath));
        return new HttpFront(rpcPath, debugPath, _table, Options, _logger);
    }
}
