using System.Net;
using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>Dials connections.</summary>
public static class TransportDialer
{
    /// <summary>The least time an address is given while others wait their turn, as in Go.</summary>
    private static readonly TimeSpan LeastShare = TimeSpan.FromSeconds(2);

    /// <summary>Dials an address. Where a name has several, they are tried in order, each with its share of the time.</summary>
    /// <param name="address">The address.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="IOException">Dialing failed, as <c>dialing localhost:61000: connection refused</c>.</exception>
    public static async Task<TransportConnection> DialAsync(
        TransportAddress address, TransportDialOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        options ??= new TransportDialOptions();
        using var timeout = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            IReadOnlyList<EndPoint> endPoints = await address.ResolveAsync(either.Token).ConfigureAwait(false);
            SocketConnection connection = await DialFirstAsync(Reachable(endPoints, options.LocalEndPoint), options, either.Token).ConfigureAwait(false);
            return options.Tls is null
                ? connection
                : await SecureAsync(connection, address, options, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"dialing {address}: i/o timeout after {options.Timeout.TotalSeconds:0.###} s", error);
        }
        catch (SocketException error)
        {
            throw new IOException($"dialing {address}: {SocketErrorText.Of(error)}", error);
        }
    }

    private static async Task<TransportConnection> SecureAsync(
        SocketConnection connection, TransportAddress address, TransportDialOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await TlsHandshake.ConnectAsync(connection, options.Tls!, address.Host, options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (IOException error)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"dialing {address}: {error.Message}", error);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal static async Task<SocketConnection> DialFirstAsync(
        IReadOnlyList<EndPoint> endPoints, TransportDialOptions options, CancellationToken cancellationToken)
    {
        long start = options.TimeProvider.GetTimestamp();
        SocketException? firstError = null;
        for (int i = 0; i < endPoints.Count; i++)
        {
            TimeSpan elapsed = options.TimeProvider.GetElapsedTime(start);
            using var share = new CancellationTokenSource(ShareOf(options.Timeout, elapsed, endPoints.Count - i), options.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await DialOneAsync(endPoints[i], options, either.Token).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                firstError ??= error;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                firstError ??= new SocketException((int)SocketError.TimedOut);
            }
        }

        throw firstError!;
    }

    /// <summary>The time of the next of some end points, of what is left of the whole.</summary>
    private static TimeSpan ShareOf(TimeSpan timeout, TimeSpan elapsed, int endPoints)
    {
        if (endPoints == 1 || timeout == Timeout.InfiniteTimeSpan)
            return Timeout.InfiniteTimeSpan;
        TimeSpan fair = (timeout - elapsed) / endPoints;
        return fair > LeastShare ? fair : LeastShare;
    }

    /// <summary>Only end points of the local one's kind can be dialed from it.</summary>
    private static IReadOnlyList<EndPoint> Reachable(IReadOnlyList<EndPoint> endPoints, IPEndPoint? local)
    {
        if (local is null)
            return endPoints;
        List<EndPoint> reachable = [.. endPoints.Where(e => e.AddressFamily == local.AddressFamily || e.AddressFamily == AddressFamily.Unix)];
        return reachable.Count > 0 ? reachable : throw new SocketException((int)SocketError.AddressFamilyNotSupported);
    }

    private static async Task<SocketConnection> DialOneAsync(
        EndPoint endPoint, TransportDialOptions options, CancellationToken cancellationToken)
    {
        bool isUnix = endPoint.AddressFamily == AddressFamily.Unix;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            SocketSetup.Apply(socket, options.NoDelay, options.KeepAlive, options.SendBufferSize);
            if (options.LocalEndPoint is not null && !isUnix)
                socket.Bind(options.LocalEndPoint);
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            return new SocketConnection(socket, options.TimeProvider);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
