using Gobwire.Commands;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen, killed where it stands and started again.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_program_killed_on_a_Unix_socket_starts_again_and_a_live_one_keeps_its_socket()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gobwire-crash-");
        try
        {
            string path = Path.Combine(folder.FullName, "commands.sock");
            await using (await ProgramServer.StartAsync(["--unix", path], deadline.Token))
                Assert.True(File.Exists(path));
            Assert.True(File.Exists(path), "the killed program has deleted its socket: this test shows nothing");

            await using ProgramServer again = await ProgramServer.StartAsync(["--unix", path], deadline.Token);
            await using (ChildProcess second = GobwireProgram.Start("listen", "--unix", path))
                await second.ExpectExitAsync(1, deadline.Token);

            await using CommandClient client = await CommandClient.ConnectAsync($"unix:{path}", null, deadline.Token);
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "line", deadline.Token));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
