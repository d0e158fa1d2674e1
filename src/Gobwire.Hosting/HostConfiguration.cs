using Microsoft.Extensions.Configuration;

namespace Gobwire.Hosting;

/// <summary>Binds options to sections of the configuration. The calls are compiled, by the generator of the binder: no reflection is left.</summary>
internal static class HostConfiguration
{
    /// <exception cref="InvalidOperationException">A value does not fit its option, or a key is no option.</exception>
    public static void Bind(IConfiguration section, CommandHostOptions options) =>
        Named(section, () => section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true));

    /// <exception cref="InvalidOperationException">A value does not fit its option, or a key is no option.</exception>
    public static void Bind(IConfiguration section, RpcHostOptions options) =>
        Named(section, () => section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true));

    /// <exception cref="InvalidOperationException">A value does not fit its option, or a key is no option.</exception>
    public static void Bind(IConfiguration section, CommandClientHostOptions options) =>
        Named(section, () => section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true));

    /// <summary>Of a key that is no option the binder tells the name, but not the section it stands in.</summary>
    private static void Named(IConfiguration section, Action bind)
    {
        try
        {
            bind();
        }
        catch (InvalidOperationException error) when (section is IConfigurationSection { Path: var path } && !error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path}: {error.Message}", error);
        }
    }
}
