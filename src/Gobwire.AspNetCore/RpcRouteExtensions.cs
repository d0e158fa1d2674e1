using Gobwire.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.AspNetCore;

/// <summary>Maps net/rpc inside HTTP, and its debug page, as Go's <c>rpc.HandleHTTP</c> does.</summary>
public static class RpcRouteExtensions
{
    /// <summary>
    /// Serves net/rpc to clients that connect by CONNECT, as Go's <c>rpc.DialHTTP</c> does. Needs Kestrel and HTTP/1: the connection is taken over. Other
    /// methods are answered in Go's words.
    /// </summary>
    /// <param name="routes">The app.</param>
    /// <param name="path">The path; Go's if it is left off.</param>
    /// <param name="server">The name the server was added under.</param>
    /// <returns>To say more of the route.</returns>
    /// <exception cref="InvalidOperationException">There is no server of that name.</exception>
    public static IEndpointConventionBuilder MapRpc(this IEndpointRouteBuilder routes, string path = "/_goRPC_", string server = "main")
    {
        ArgumentNullException.ThrowIfNull(routes);
        RpcHost host = Find(routes.ServiceProvider, server);
        host.MarkServed();
        return routes.Map(path, context => RpcTunnel.ServeAsync(context, host.Server));
    }

    /// <summary>Shows the page of services and call counts.</summary>
    /// <param name="routes">The app.</param>
    /// <param name="path">The path; Go's if it is left off.</param>
    /// <param name="server">The name the server was added under.</param>
    /// <returns>To say more of the route, such as who may see it.</returns>
    /// <exception cref="InvalidOperationException">There is no server of that name.</exception>
    public static IEndpointConventionBuilder MapRpcDebug(this IEndpointRouteBuilder routes, string path = "/debug/rpc", string server = "main")
    {
        ArgumentNullException.ThrowIfNull(routes);
        RpcHost host = Find(routes.ServiceProvider, server);
        return routes.MapGet(path, context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(host.Server.RenderDebugPage(), context.RequestAborted);
        });
    }

    internal static RpcHost Find(IServiceProvider services, string server) =>
        services.GetKeyedService<RpcHost>(server)
        ?? throw new InvalidOperationException($"There is no rpc server {server}: add it by AddRpcServer(\"{server}\", …).");
}
