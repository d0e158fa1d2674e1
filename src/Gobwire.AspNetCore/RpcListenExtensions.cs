using Gobwire.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.AspNetCore;

/// <summary>Puts servers of net/rpc on Kestrel's ports.</summary>
public static class RpcListenExtensions
{
    /// <summary>
    /// Serves net/rpc on this port of Kestrel's, in gob or JSON-RPC as the server's options have it, with its limits and its timeouts. The port
    /// speaks nothing else; net/rpc inside HTTP is mapped like a page.
    /// </summary>
    /// <param name="listenOptions">The port, or the Unix domain socket.</param>
    /// <param name="server">The name the server was added under.</param>
    /// <returns>The port.</returns>
    /// <exception cref="InvalidOperationException">There is no server of that name.</exception>
    public static ListenOptions UseRpc(this ListenOptions listenOptions, string server = "main")
    {
        ArgumentNullException.ThrowIfNull(listenOptions);
        RpcHost host = RpcRouteExtensions.Find(listenOptions.ApplicationServices, server);
        host.MarkServed();
        KestrelPort.Use(listenOptions, host.Server.Options.ToListenerOptions(), host.Server.SecureAndServeAcceptedAsync);
        return listenOptions;
    }
}
