using System.Globalization;
using System.Text;
using Gobwire.Commands;
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
        builder.Services.AddCommandEndpoint(endpoint => endpoint.Listen(listen).Map("STRING", AnswerAsync));
        await builder.Build().RunAsync();
        return 0;
    }

    /// <summary>Answers in pieces that come one after the other, as what is still being made does: a stop finds most connections in the middle of a reply.</summary>
    private static async ValueTask AnswerAsync(CommandConnection connection, CancellationToken cancellationToken)
    {
        string line = await connection.ReadLineAsync(cancellationToken);
        Console.Out.WriteLine($": STRING: {line}");
        ReadOnlyMemory<byte> reply = Encoding.UTF8.GetBytes($"{To(line)}\n");
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (; !reply.IsEmpty; reply = reply[Math.Min(Step, reply.Length)..])
        {
            await connection.Output.WriteAsync(reply[..Math.Min(Step, reply.Length)], cancellationToken);
            await tick.WaitForNextTickAsync(cancellationToken);
        }
    }
}
