using System.Diagnostics.CodeAnalysis;
using Gobwire.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gobwire.Hosting;

public sealed partial class CommandEndpointBuilder
{
    /// <summary>Registers handlers, or whatever else, with the endpoint itself when the host starts.</summary>
    /// <param name="map">Gets the endpoint and the host's services.</param>
    public CommandEndpointBuilder Map(Action<CommandEndpoint, IServiceProvider> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _registration.Handlers.Add(map);
        return this;
    }

    /// <inheritdoc cref="CommandEndpoint.Map(string, CommandHandler)"/>
    public CommandEndpointBuilder Map(string name, CommandHandler handler) => Map((endpoint, _) => endpoint.Map(name, handler));

    /// <summary>Registers a handler that takes the command's context, with its scope in <see cref="CommandContext.Services"/>.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">The handler.</param>
    public CommandEndpointBuilder Map(string name, CommandNext handler)
    {
        _registration.HasScopes = true;
        return Map((endpoint, _) => endpoint.Map(name, handler));
    }

    /// <inheritdoc cref="CommandEndpoint.MapText(string, Func{string, string})"/>
    public CommandEndpointBuilder MapText(string name, Func<string, string> handler) => Map((endpoint, _) => endpoint.MapText(name, handler));

    /// <inheritdoc cref="CommandEndpoint.MapText(string, Func{string, CancellationToken, ValueTask{string}})"/>
    public CommandEndpointBuilder MapText(string name, Func<string, CancellationToken, ValueTask<string>> handler) =>
        Map((endpoint, _) => endpoint.MapText(name, handler));

    /// <inheritdoc cref="CommandEndpoint.Map{TRequest}(string, Action{TRequest})"/>
    public CommandEndpointBuilder Map<TRequest>(string name, Action<TRequest> handler) => Map((endpoint, _) => endpoint.Map(name, handler));

    /// <inheritdoc cref="CommandEndpoint.Map{TRequest}(string, Func{TRequest, CancellationToken, ValueTask})"/>
    public CommandEndpointBuilder Map<TRequest>(string name, Func<TRequest, CancellationToken, ValueTask> handler) =>
        Map((endpoint, _) => endpoint.Map(name, handler));

    /// <inheritdoc cref="CommandEndpoint.Map{TRequest, TReply}(string, Func{TRequest, TReply})"/>
    public CommandEndpointBuilder Map<TRequest, TReply>(string name, Func<TRequest, TReply> handler) =>
        Map((endpoint, _) => endpoint.Map(name, handler));

    /// <inheritdoc cref="CommandEndpoint.Map{TRequest, TReply}(string, Func{TRequest, CancellationToken, ValueTask{TReply}})"/>
    public CommandEndpointBuilder Map<TRequest, TReply>(string name, Func<TRequest, CancellationToken, ValueTask<TReply>> handler) =>
        Map((endpoint, _) => endpoint.Map(name, handler));

    /// <summary>Registers a handler's class: each command has its own object, from a scope that ends with the command.</summary>
    /// <typeparam name="THandler">The class; registered with a scope's lifetime unless it is registered already.</typeparam>
    /// <param name="name">The command's name.</param>
    public CommandEndpointBuilder MapHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(string name)
        where THandler : class, ICommandHandler
    {
        _registration.HasScopes = true;
        Services.TryAddScoped<THandler>();
        return Map((endpoint, _) =>
        {
            THandler.EnsureSupported(endpoint.Options.Gob);
            endpoint.Map(name, context => context.Services!.GetRequiredService<THandler>().HandleAsync(context));
        });
    }
}
