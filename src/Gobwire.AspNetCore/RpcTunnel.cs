using System.Net;
using System.Text;
using Gobwire.Rpc;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Gobwire.AspNetCore;

/// <summary>Takes a connection over from HTTP when its client asks for net/rpc.</summary>
internal static class RpcTunnel
{
    // Go's client wants these words, and nothing between them and the protocol.
    private static readonly byte[] Connected = Encoding.ASCII.GetBytes("HTTP/1.0 200 Connected to Go RPC\n\n");

    public static async Task ServeAsync(HttpContext context, RpcServer server)
    {
        if (!HttpMethods.IsConnect(context.Request.Method))
        {
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "405 must CONNECT\n").ConfigureAwait(false);
            return;
        }

        bool isHttp1 = HttpProtocol.IsHttp10(context.Request.Protocol) || HttpProtocol.IsHttp11(context.Request.Protocol);
        if (!isHttp1 || context.Features.Get<IConnectionTransportFeature>() is not { } transport)
        {
            await RefuseAsync(context, StatusCodes.Status501NotImplemented, "501 net/rpc needs HTTP/1 on Kestrel\n").ConfigureAwait(false);
            return;
        }

        var connection = new KestrelConnection(
            context.Features,
            transport.Transport,
            EndPointOf(context.Connection.LocalIpAddress, context.Connection.LocalPort),
            EndPointOf(context.Connection.RemoteIpAddress, context.Connection.RemotePort),
            _ => context.Abort(),
            server.Options.ToListenerOptions());
        await using (connection.ConfigureAwait(false))
        {
            if (!await TryConnectAsync(connection).ConfigureAwait(false))
                return;
            CancellationToken stopping = KestrelPort.StoppingOf(context.Features.Get<IConnectionLifetimeNotificationFeature>());
            await server.ServeAcceptedAsync(connection, stopping).ConfigureAwait(false);
        }

        // All is sent by now; HTTP must not add its own answer.
        context.Abort();
    }

    private static async ValueTask<bool> TryConnectAsync(KestrelConnection connection)
    {
        try
        {
            Connected.CopyTo(connection.Output.GetSpan(Connected.Length));
            connection.Output.Advance(Connected.Length);
            await connection.Output.FlushAsync().ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false; // the client has gone
        }
    }

    private static IPEndPoint? EndPointOf(IPAddress? address, int port) => address is null ? null : new IPEndPoint(address, port);

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
