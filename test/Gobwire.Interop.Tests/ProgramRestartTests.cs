namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, and a program with long replies, deployed anew under load: what was acknowledged was done, once.</summary>
public sealed class ProgramRestartTests(GoToolchain go) : GoTests(go, deadlineSeconds: 240)
{
    private const int Restarts = 10;
    private const int CommandsBetween = 100;
    private const string Handled = ": STRING: ";

    /// <summary>Where no connection of a client's gets the port while the program is away: Linux gives those to 127.0.0.1.</summary>
    private static readonly string Host = OperatingSystem.IsLinux() ? "127.0.0.2" : "127.0.0.1";

    [Fact]
    public Task Ten_restarts_of_the_program_under_load_lose_cut_and_repeat_nothing_that_was_acknowledged() =>
        RestartAsync(port => ProgramServer.StartAsync(["--bind", Host, "--port", port], Deadline), "-thanked");

    [Fact]
    public Task Ten_restarts_of_a_program_in_the_middle_of_long_replies_cut_none_of_them() =>
        RestartAsync(port => ProgramServer.ListeningAsync(LongReplies.Start($"{Host}:{port}"), Deadline));

    private async Task RestartAsync(Func<string, Task<ProgramServer>> startAsync, params string[] replies)
    {
        await Go.BuildAsync("gopeer");
        var log = new List<string>();
        ProgramServer server = await startAsync("0");
        try
        {
            string port = server.Address.Split(':')[^1];
            await using ChildProcess client = await Go.StartAsync(
                "gopeer", ["client", "-addr", server.Address, "-mode", "restarts", "-conns", "8", "-timeout", "240s", .. replies]);
            for (int restart = 0; restart < Restarts; restart++)
            {
                for (int i = 0; i < CommandsBetween; i++)
                    log.Add(await HandledAsync(server, client));
                log.AddRange(await server.StopAsync(Deadline));
                await server.DisposeAsync();
                server = await startAsync(port);
            }

            await client.WriteLineAsync("enough", Deadline);
            List<string> acknowledged = await client.ReadToEndAsync(Deadline);
            await client.ExpectExitAsync(0, Deadline);
            log.AddRange(await server.StopAsync(Deadline));

            Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
            Assert.True(acknowledged.Count >= Restarts * CommandsBetween, $"{acknowledged.Count} were acknowledged");
            string[] handled = [.. log.Where(line => line.Contains(Handled, StringComparison.Ordinal)).Select(NameOf)];
            Assert.Equal(handled.Length, handled.Distinct().Count());
            Assert.Empty(acknowledged.Except(handled));
            // A stop answers what it has begun.
            Assert.Empty(handled.Except(acknowledged));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The next command that the server has handled; a client that has given up meanwhile, for a reply that was cut, is the failure.</summary>
    private async Task<string> HandledAsync(ProgramServer server, ChildProcess client)
    {
        Task<string> line = server.WaitForLineAsync(Handled, Deadline);
        if (await Task.WhenAny(line, client.Ended) != line)
            await client.ExpectExitAsync(0, Deadline);
        return await line;
    }

    private static string NameOf(string line) => line[(line.IndexOf(Handled, StringComparison.Ordinal) + Handled.Length)..];
}
