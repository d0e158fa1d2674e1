using System.Buffers;
using System.Text.Json;
using Gobwire.Commands;

namespace Gobwire.Interop.Tests;

/// <summary>Our client, and our program as a client, against a Go server.</summary>
public sealed class OurClientTests(GoToolchain go) : GoTests(go)
{
    [Fact]
    public async Task Our_client_is_thanked_by_a_go_server_which_gets_its_struct_whole()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using (CommandClient client = await CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline))
        {
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "Additional data.", Deadline));
            await client.SendAsync("GOB", ComplexData.Sample(23), Deadline);
        }

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        Assert.Equal(3, events.Count);
        Assert.Equal(("STRING", "Additional data."), (events[0].Command, events[0].Text));
        Assert.Equal("GOB", events[1].Command);
        AssertIsSample(23, events[1]);
        Assert.True(events[2].Closed);
    }

    [Fact]
    public async Task The_program_connects_to_a_go_server_as_the_article_s_client_does()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using ChildProcess program = GobwireProgram.Start("-connect", server.Address);
        Assert.Equal(["STRING: Thank you.", "GOB: sent"], await program.ReadToEndAsync(Deadline));
        await program.ExpectExitAsync(0, Deadline);

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        Assert.Equal(("STRING", "Additional data."), (events[0].Command, events[0].Text));
        AssertIs(
            """
            {"N":23,"S":"string data","M":{"one":1,"two":2,"three":3},"P":"YWJj",
             "C":{"N":256,"S":"Recursive structs? Piece of cake!","M":{"01":1,"10":2,"11":3},"P":null,"C":null}}
            """,
            events[1]);
        Assert.True(events[2].Closed);
    }

    [Fact]
    public async Task The_program_says_why_it_cannot_connect()
    {
        await using ChildProcess program = GobwireProgram.Start("-connect", "127.0.0.1:1");
        await program.ExpectExitAsync(1, Deadline);

        Assert.Equal("gobwire: dialing 127.0.0.1:1: connection refused", program.Errors.TrimEnd());
    }

    [Fact]
    public async Task Fifty_of_our_clients_at_once_are_each_served_by_a_go_server()
    {
        const int Clients = 50;
        const int Rounds = 20;
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, Clients, Deadline);
        CommandClient[] clients = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline)));
        await Task.WhenAll(clients.Select(async (client, i) =>
        {
            await using (client)
            {
                for (int round = 0; round < Rounds; round++)
                {
                    Assert.Equal("Thank you.", await client.AskTextAsync("STRING", $"client {i}, round {round}", Deadline));
                    await client.SendAsync("GOB", ComplexData.Sample((i * Rounds) + round), Deadline);
                }
            }
        }));

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        List<GoPeer.PeerEvent> gobs = events.FindAll(e => e.Command == "GOB");
        int[] numbers = [.. gobs.Select(e => e.Value!.Value.GetProperty("N").GetInt32())];
        Assert.Equal(Enumerable.Range(0, Clients * Rounds), numbers.Order());
        Assert.All(gobs.Zip(numbers), pair => AssertIsSample(pair.Second, pair.First));
        Assert.Equal(Clients * Rounds, events.Where(e => e.Command == "STRING").Select(e => e.Text).Distinct().Count());
        Assert.Equal(Clients, events.Count(e => e.Closed));
    }

    [Fact]
    public async Task A_pool_of_ours_shares_four_connections_to_a_go_server_and_replaces_one_it_has_closed()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 5, Deadline);
        await using (var pool = new CommandClientPool(server.Address, new CommandClientPoolOptions { MaxConnections = 4 }))
        {
            CommandException error = await Assert.ThrowsAsync<CommandException>(
                async () => await pool.AskTextAsync("NOBODY KNOWS", "text", Deadline));
            Assert.True(error.MayHaveBeenHandled);
            int held = 0;
            var all = new TaskCompletionSource();
            async ValueTask HoldAsync(CommandConnection connection, CancellationToken token)
            {
                if (Interlocked.Increment(ref held) == 4)
                    all.SetResult();
                await all.Task.WaitAsync(token);
            }

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.ExchangeAsync("HOLD", HoldAsync, null, Deadline).AsTask()));
            await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            {
                Assert.Equal("Thank you.", await pool.AskTextAsync("STRING", $"line {i}", Deadline));
                await pool.SendAsync("GOB", ComplexData.Sample(i), Deadline);
            }));
        }

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        Assert.Equal(100, events.Where(e => e.Command == "STRING").Select(e => e.Text).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 100), events.FindAll(e => e.Command == "GOB").Select(e => e.Value!.Value.GetProperty("N").GetInt32()).Order());
        Assert.Equal(4, events.Count(e => e.Closed));
        Assert.Equal("NOBODY KNOWS", Assert.Single(events, e => e.Unknown is not null).Unknown);
    }

    [Fact]
    public async Task A_thousand_commands_of_ours_in_one_flush_are_answered_in_order_by_a_go_server()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using (CommandClient client = await CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline))
        {
            CommandConnection connection = client.Connection;
            for (int i = 0; i < 1000; i++)
            {
                await connection.WriteLineAsync(i % 10 == 9 ? "GOB" : "STRING", Deadline);
                if (i % 10 == 9)
                    await connection.WriteGobAsync(ComplexData.Sample(i), Deadline);
                else
                    await connection.WriteLineAsync($"line {i}", Deadline);
            }

            await connection.FlushAsync(Deadline);
            for (int i = 0; i < 900; i++)
                Assert.Equal("Thank you.", await connection.ReadLineAsync(Deadline));
        }

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        Assert.Equal(1001, events.Count);
        for (int i = 0; i < 1000; i++)
        {
            if (i % 10 == 9)
                AssertIsSample(i, events[i]);
            else
                Assert.Equal($"line {i}", events[i].Text);
        }
    }

    [Fact]
    public async Task A_go_server_reads_our_commands_a_byte_at_a_time()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using (CommandClient client = await CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline))
        {
            byte[] command = [.. "STRING\none by one\nGOB\n"u8, .. GobSerializer.Serialize(ComplexData.Sample(7))];
            foreach (byte b in command)
            {
                client.Connection.Output.Write([b]);
                await client.Connection.FlushAsync(Deadline);
            }

            Assert.Equal("Thank you.", await client.Connection.ReadLineAsync(Deadline));
        }

        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);

        Assert.Equal("one by one", events[0].Text);
        AssertIsSample(7, events[1]);
        Assert.True(events[2].Closed);
    }

    [Fact]
    public async Task Our_client_that_has_ended_what_it_sends_still_gets_a_go_server_s_reply()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using CommandClient client = await CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline);
        await client.SendTextAsync("STRING", "and nothing more", Deadline);
        await client.Connection.CompleteOutputAsync();

        Assert.Equal("Thank you.", await client.Connection.ReadLineAsync(Deadline));
        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);
        Assert.Equal("and nothing more", events[0].Text);
        Assert.True(events[1].Closed);
    }

    [Fact]
    public async Task A_command_a_go_server_does_not_know_ends_our_client_s_connection()
    {
        await using GoPeer.GoServer server = await GoPeer.StartServerAsync(Go, connections: 1, Deadline);
        await using CommandClient client = await CommandClient.ConnectAsync(server.Address, cancellationToken: Deadline);

        CommandException error = await Assert.ThrowsAsync<CommandException>(
            async () => await client.AskTextAsync("NOBODY KNOWS", "text", Deadline));

        Assert.StartsWith($"NOBODY KNOWS to {server.Address}: reading a line: ", error.Message, StringComparison.Ordinal);
        List<GoPeer.PeerEvent> events = await server.WaitAsync(Deadline);
        Assert.Equal("NOBODY KNOWS", events[0].Unknown);
    }

    private static void AssertIsSample(int n, GoPeer.PeerEvent got) => AssertIs(
        $$$$"""
        {"N":{{{{n}}}},"S":"number {{{{n}}}}","M":{"one":1,"two":2,"three":{{{{n}}}}},"P":"YWJj",
         "C":{"N":{{{{-n}}}},"S":"inner","M":{"01":1,"10":2,"11":3},"P":null,"C":null}}
        """,
        got);

    private static void AssertIs(string json, GoPeer.PeerEvent got)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(got.Value is { } value && JsonComparison.AreSame(document.RootElement, value), $"The Go server got {got.Value}.");
    }
}
