using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Puts command endpoints on the generic host.</summary>
public static class CommandHostingExtensions
{
    /// <summary>Adds the endpoint of the name <c>main</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where it listens and what handles its commands.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandEndpointBuilder AddCommandEndpoint(
        this IServiceCollection services, Action<CommandEndpointBuilder>? configure = null) =>
        services.AddCommandEndpoint(CommandRegistration.DefaultName, configure);

    /// <summary>Adds an endpoint, or says more of one that was added under the same name.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The endpoint's name: in logs, in health checks, and as the key of its <see cref="CommandHost"/>.</param>
    /// <param name="configure">Says where it listens and what handles its commands.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandEndpointBuilder AddCommandEndpoint(
        this IServiceCollection services, string name, Action<CommandEndpointBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new CommandEndpointBuilder(FindOrAdd(services, name), services);
        configure?.Invoke(builder);
        return builder;
    }

    private static CommandRegistration FindOrAdd(IServiceCollection services, string name)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.IsKeyedService && service.KeyedImplementationInstance is CommandRegistration known && known.Name == name)
                return known;
        }

        var registration = new CommandRegistration(name);
        services.AddKeyedSingleton(name, registration);
        services.AddOptions<CommandHostOptions>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CommandHostOptions>>(new CommandHostOptionsValidator(registration));
        services.AddKeyedSingleton(name, (provider, _) => new CommandHost(registration, provider));
        if (name == CommandRegistration.DefaultName)
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<CommandHost>(name));
        services.AddSingleton<IHostedService>(
            provider => new ListeningService(() => provider.GetRequiredKeyedService<CommandHost>(name)));
        return registration;
    }
}
