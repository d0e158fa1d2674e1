using Gobwire.Commands;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>gobwire listen with a StopDelay: after SIGTERM it goes on, for load balancers to send their clients elsewhere.</summary>
public sealed class ProgramStopDelayTests
{
    [Fact]
    public async Task A_program_with_a_stop_delay_goes_on_after_SIGTERM_and_then_drains()
    {
        CancellationToken deadline = Until.Deadline;
        // More than the test takes, for one of its endpoints; the other's has passed at once.
        await using ProgramServer longer = await ProgramServer.ConfiguredAsync(OptionsWith("00:30:00"), deadline);
        await longer.TerminateAsync(deadline);
        await longer.WaitForLineAsync("Going on for 00:30:00 before draining", deadline);

        await using (CommandClient late = await CommandClient.ConnectAsync(longer.Address, null, deadline))
            Assert.Equal("Thank you.", await late.AskTextAsync("STRING", "late", deadline));

        await using ProgramServer shorter = await ProgramServer.ConfiguredAsync(OptionsWith("00:00:00.1"), deadline);
        List<string> lines = await shorter.StopAsync(deadline);
        Assert.Contains("Going on for 00:00:00.1000000 before draining", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("Stopped", lines[^1], StringComparison.Ordinal);
    }

    private static object OptionsWith(string stopDelay) => new { Listen = new[] { "127.0.0.1:0" }, StopDelay = stopDelay };
}
