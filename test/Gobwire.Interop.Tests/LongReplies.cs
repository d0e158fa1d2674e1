using System.Globalization;
using Gobwire.Hosting;
using Microsoft.Extensions.Hosting;

namespace Gobwire.Interop.Tests;

/// <summary>Replies of 20 to 200 KB, more than a packet and than a socket takes at once; and a program that gives them, an endpoint on a host.</summary>
internal static class LongReplies
{
    /// <summary>Makes a process of this program that one.</summary>
    public const string Argument = "serve-long-replies";

    private const int Step = 20_000;

    /// <summary>The reply to a line, which gopeer knows too.</summary>
    public static string To(string line)
    {
        int number = int.Parse(line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return $"{line} {new string('x', Step * (1 + (number % 10)))}";
    }

    /// <summary>Starts the program.</summary>
    public static ChildProcess Start(string listen) => new(new(Environment.ProcessPath!, [Argument, listen]));

    public static async Task<int> RunAsync(string listen)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddCommandEndpoint(endpoint => endpoint.Listen(listen).MapText("STRING", line =>
        {
            Console.Out.WriteLine($": STRING: {line}");
            return To(line);
        }));
        await builder.Build().RunAsync();
        return 0;
    }
}
