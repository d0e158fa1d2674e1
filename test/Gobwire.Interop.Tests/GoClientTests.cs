using System.Globalization;
using System.Text.Json;
using Gobwire.Commands;

namespace Gobwire.Interop.Tests;

/// <summary>Go clients, polite and rude, against our server: the library, and the program.</summary>
public sealed class GoClientTests(GoToolchain go) : GoTests(go)
{
    private const string StringMark = ": STRING: ";
    private const string GobMark = ": GOB: ";

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_go_client_is_thanked_and_its_struct_arrives_whole(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "article");

        Assert.Equal("STRING: Thank you.\nGOB: sent", printed);
        Assert.Equal(["Additional data."], Texts(log));
        Assert.Equal([23], Numbers(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task Fifty_go_clients_at_once_are_each_served(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "many", "-conns", "50", "-rounds", "20");

        Assert.Equal("50 connections, 1000 replies, 1000 gobs", printed);
        IEnumerable<string> sent =
            from connection in Enumerable.Range(0, 50)
            from round in Enumerable.Range(0, 20)
            select $"connection {connection}, round {round}";
        Assert.Equal(sent.Order(StringComparer.Ordinal), Texts(log).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 1000), Numbers(log).Order());
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_go_client_that_sends_a_byte_at_a_time_is_served(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "dribble");

        Assert.Equal("2 replies", printed);
        Assert.Equal(["one by one", "and again"], Texts(log));
        Assert.Equal([7], Numbers(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_thousand_commands_in_one_write_are_answered_in_order(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "pipeline", "-count", "1000");

        Assert.Equal("1000 commands in one write, 900 replies", printed);
        Assert.Equal(from i in Enumerable.Range(0, 1000) where i % 10 != 9 select $"line {i}", Texts(log));
        Assert.Equal(from i in Enumerable.Range(0, 1000) where i % 10 == 9 select i, Numbers(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_go_client_may_keep_one_encoder_for_its_connection(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "kept", "-rounds", "20");

        Assert.Equal("20 gobs by one encoder", printed);
        Assert.Equal(Enumerable.Repeat("between", 20), Texts(log));
        Assert.Equal(Enumerable.Range(0, 20), Numbers(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_go_client_that_has_ended_what_it_sends_still_gets_its_reply(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "halfclose");

        Assert.Equal("STRING: Thank you.", printed);
        Assert.Equal(["and nothing more"], Texts(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task A_go_client_that_dies_in_a_gob_disturbs_nobody(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "diemidgob");

        Assert.Matches("^died at [0-9]+ places$", printed);
        Assert.Equal(["still there?"], Texts(log));
        Assert.Equal([1], Numbers(log));
        // Half of the deaths are clean ends, and each of them has its line.
        int places = int.Parse(printed.Split(' ')[2], CultureInfo.InvariantCulture);
        int refused = log.Count(line => line.Contains(GobMark, StringComparison.Ordinal) && line.Contains("closing", StringComparison.Ordinal));
        Assert.InRange(refused, places / 2, places);
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task Garbage_from_a_go_client_ends_its_connection_and_no_other(ServerKind kind)
    {
        string seed = Random.Shared.Next().ToString(CultureInfo.InvariantCulture);
        (string printed, List<string> log) = await RunAsync(kind, "garbage", "-seed", seed, "-conns", "40");

        Assert.Equal("40 connections ended", printed);
        Assert.Equal(["still there?"], Texts(log));
        Assert.Equal([1], Numbers(log));
    }

    [Theory]
    [InlineData(ServerKind.Library), InlineData(ServerKind.Program)]
    public async Task An_unknown_command_from_a_go_client_is_logged_and_ends_its_connection(ServerKind kind)
    {
        (string printed, List<string> log) = await RunAsync(kind, "unknown");

        Assert.Equal("closed", printed);
        Assert.Single(log, line => line.EndsWith("unknown command \"NOBODY KNOWS\": closing the connection", StringComparison.Ordinal));
        Assert.Equal(["still there?"], Texts(log));
    }

    [Fact]
    public async Task A_go_client_that_never_reads_is_let_go()
    {
        await using var server = new LibraryServer(new CommandEndpointOptions { WriteTimeout = TimeSpan.FromSeconds(1) });
        string printed = await GoPeer.RunClientAsync(Go, server.Address, "slow", Deadline);
        List<string> log = await server.StopAsync(Deadline);

        Assert.Matches("^let go after [0-9]+ bytes$", printed);
        Assert.Single(log, line => line.Contains("the peer has not taken the output within 1 s", StringComparison.Ordinal));
        Assert.Equal("still there?", Texts(log)[^1]);
    }

    private async Task<(string Printed, List<string> Log)> RunAsync(ServerKind kind, string mode, params string[] arguments)
    {
        await Go.BuildAsync("gopeer");
        await using TestedServer server = await TestedServer.StartAsync(kind, Deadline);
        string printed = await GoPeer.RunClientAsync(Go, server.Address, mode, Deadline, arguments);
        return (printed, await server.StopAsync(Deadline));
    }

    private static List<string> Texts(List<string> log) => After(log, StringMark);

    /// <summary>The numbers of the samples that came, each of which must be whole.</summary>
    private static List<int> Numbers(List<string> log)
    {
        List<string> gobs = After(log, GobMark).FindAll(text => text.StartsWith('{'));
        return gobs.ConvertAll(json =>
        {
            using var document = JsonDocument.Parse(json);
            int number = document.RootElement.TryGetProperty("N", out JsonElement n) ? n.GetInt32() : 0;
            Assert.True(JsonComparison.AreSame(SampleJson(number), json), $"The sample {number} came as {json}.");
            return number;
        });
    }

    private static string SampleJson(int n)
    {
        string outer = n == 0 ? "" : $"\"N\":{n},";
        string inner = n == 0 ? "" : $"\"N\":{-n},";
        return $$$$"""
            {{{{{outer}}}}"S":"number {{{{n}}}}","M":{"one":1,"two":2,"three":{{{{n}}}}},"P":"YWJj",
             "C":{{{{{inner}}}}"S":"inner","M":{"01":1,"10":2,"11":3}}}
            """;
    }

    private static List<string> After(List<string> log, string mark) =>
        [.. from line in log let at = line.IndexOf(mark, StringComparison.Ordinal) where at >= 0 select line[(at + mark.Length)..]];
}
