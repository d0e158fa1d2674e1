using Gobwire.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gobwire.AspNetCore;

/// <summary>Puts command endpoints on Kestrel's ports.</summary>
public static class CommandListenExtensions
{
    /// <summary>
    /// Serves commands on this port of Kestrel's, by an endpoint of the host: with its limits, its timeouts and its TLS. The port speaks nothing
    /// else; HTTP has others.
    /// </summary>
    /// <param name="listenOptions">The port, or the Unix domain socket.</param>
    /// <param name="endpoint">The name the endpoint was added under.</param>
    /// <returns>The port.</returns>
    /// <exception cref="InvalidOperationException">There is no endpoint of that name.</exception>
    public static ListenOptions UseCommands(this ListenOptions listenOptions, string endpoint = "main")
    {
        ArgumentNullException.ThrowIfNull(listenOptions);
        CommandHost host = listenOptions.ApplicationServices.GetKeyedService<CommandHost>(endpoint)
            ?? throw new InvalidOperationException($"There is no command endpoint {endpoint}: add it by AddCommandEndpoint(\"{endpoint}\", …).");
        host.MarkServed();
        KestrelPort.Use(listenOptions, host.Endpoint.Options.ToListenerOptions(), host.Endpoint.SecureAndServeAcceptedAsync);
        return listenOptions;
    }
}
