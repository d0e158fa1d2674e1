using Gobwire.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Puts pools of command clients into the container.</summary>
public static class CommandClientHostingExtensions
{
    /// <summary>Adds the pool of the name <c>main</c>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where it sends commands to.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandClientBuilder AddCommandClient(this IServiceCollection services, Action<CommandClientBuilder>? configure = null) =>
        services.AddCommandClient(CommandClientRegistration.DefaultName, configure);

    /// <summary>
    /// Adds a <see cref="CommandClientPool"/>, or says more of one that was added under the same name. It is a keyed singleton by its name; that of the
    /// name <c>main</c> is to be had without a key too. The container closes it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">The pool's name.</param>
    /// <param name="configure">Says where it sends commands to.</param>
    /// <returns>The builder, to say more.</returns>
    public static CommandClientBuilder AddCommandClient(
        this IServiceCollection services, string name, Action<CommandClientBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = new CommandClientBuilder(FindOrAdd(services, name), services);
        configure?.Invoke(builder);
        return builder;
    }

    private static CommandClientRegistration FindOrAdd(IServiceCollection services, string name)
    {
        foreach (ServiceDescriptor service in services)
        {
            if (service.IsKeyedService && service.KeyedImplementationInstance is CommandClientRegistration known && known.Name == name)
                return known;
        }

        var registration = new CommandClientRegistration(name);
        services.AddKeyedSingleton(name, registration);
        services.AddOptions<CommandClientHostOptions>(name).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CommandClientHostOptions>>(new CommandClientHostOptionsValidator(registration));
        services.AddKeyedSingleton(name, (provider, _) => registration.CreatePool(provider));
        if (name == CommandClientRegistration.DefaultName)
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<CommandClientPool>(name));
        return registration;
    }
}
