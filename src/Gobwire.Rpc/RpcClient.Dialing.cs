using Gobwire.Rpc.Client;
using Gobwire.Rpc.Http;
using Gobwire.Transport;

namespace Gobwire.Rpc;

public sealed partial class RpcClient
{
    /// <summary>Dials a server (Go: <c>rpc.Dial</c>, or <c>jsonrpc.Dial</c> by <see cref="RpcClientOptions.Protocol"/>).</summary>
    /// <param name="address"><c>localhost:1234</c>, <c>10.0.0.1:1234</c>, <c>[::1]:1234</c>, <c>unix:/run/arith.sock</c>.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The client, connected.</returns>
    /// <exception cref="RpcException">Dialing failed, as <c>dialing localhost:1234: connection refused</c>.</exception>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static Task<RpcClient> DialAsync(
        string address, RpcClientOptions? options = null, CancellationToken cancellationToken = default) =>
        DialAsync(address, path: null, options ?? new RpcClientOptions(), cancellationToken);

    /// <summary>Dials a server that listens for net/rpc inside HTTP (Go: <c>rpc.DialHTTPPath</c>).</summary>
    /// <param name="address">The address, as for <see cref="DialAsync(string, RpcClientOptions?, CancellationToken)"/>.</param>
    /// <param name="path">The path it has net/rpc at; Go's default if it is left off.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The client, connected.</returns>
    /// <exception cref="RpcException">Dialing failed, or the server answers otherwise than Go's does.</exception>
    /// <exception cref="FormatException">The text is no address.</exception>
    /// <exception cref="ArgumentException">The path does not begin with a slash, or cannot stand in a request.</exception>
    public static Task<RpcClient> DialHttpAsync(
        string address, string path = RpcDefaults.RpcPath, RpcClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        HttpConnect.CheckPath(path, nameof(path));
        return DialAsync(address, path, options ?? new RpcClientOptions(), cancellationToken);
    }

    private static async Task<RpcClient> DialAsync(
        string address, string? path, RpcClientOptions options, CancellationToken cancellationToken)
    {
        TransportAddress parsed = TransportAddress.Parse(address);
        ClientConnection first = await DialOnceAsync(parsed, path, options, cancellationToken).ConfigureAwait(false);
        return new RpcClient(first, options, token => DialOnceAsync(parsed, path, options, token));
    }

    private static async Task<ClientConnection> DialOnceAsync(
        TransportAddress address, string? path, RpcClientOptions options, CancellationToken cancellationToken)
    {
        TransportConnection transport;
        try
        {
            transport = await TransportDialer.DialAsync(address, options.ToDialOptions(), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            throw new RpcException(RpcErrorKind.Dial, error.Message, error);
        }

        try
        {
            if (path is not null)
                await HttpConnect.RequestAsync(transport, path, options.DialTimeout, cancellationToken).ConfigureAwait(false);
            return new ClientConnection(transport, options);
        }
        catch (Exception error)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            if (error is IOException or TimeoutException or InvalidDataException)
                throw new RpcException(RpcErrorKind.Dial, $"dialing http {address}{path}: {error.Message}", error);
            throw;
        }
    }
}
