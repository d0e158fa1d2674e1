using Gobwire.Commands;
using Microsoft.Extensions.Logging;

namespace Networking;

/// <summary>The server: two commands and their handlers.</summary>
internal static class Server
{
    public static CommandEndpoint Create(ILogger logger)
    {
        var endpoint = new CommandEndpoint(logger: logger);
        endpoint.MapText("STRING", line =>
        {
            Console.WriteLine($"server: STRING: {line}");
            return "Thank you.";
        });
        endpoint.Map<ComplexData>("GOB", data =>
        {
            Console.WriteLine("server: GOB:");
            for (ComplexData? inner = data; inner is not null; inner = inner.C)
                Console.WriteLine($"server:   N = {inner.N}, S = \"{inner.S}\", M has {inner.M?.Count ?? 0} entries, P is {inner.P.Length} bytes");
        });
        return endpoint;
    }
}
