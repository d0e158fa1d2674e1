using System.Net;
using Gobwire;
using Gobwire.Commands;
using PolyType;

namespace Gobwire.House.Tests;

/// <summary>The README's examples, run: each of its lines stands here too.</summary>
public sealed class ReadmeExamples
{
    /// <summary>Lines of the README that a test cannot run as they are.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["await endpoint.ListenAsync(61000, cancellationToken);"] =
            "await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);",
        ["await using CommandClient client = await CommandClient.ConnectAsync(\"localhost:61000\");"] =
            "await using CommandClient client = await CommandClient.ConnectAsync($\"localhost:{server.Port}\");",
        ["Console.WriteLine(value.ToJson()); // {\"Id\":7,\"Customer\":\"Ann\",\"Lines\":[{\"Article\":\"tea\",\"Count\":2}]}"] =
            "Assert.Equal(\"\"\"{\"Id\":7,\"Customer\":\"Ann\",\"Lines\":[{\"Article\":\"tea\",\"Count\":2}]}\"\"\", value.ToJson());",
    };

    [Fact]
    public void The_README_shows_nothing_that_is_not_run_here()
    {
        HashSet<string> run = [.. Lines(Repository.Read("test/Gobwire.House.Tests/ReadmeExamples.cs"))];
        string[] shown = [.. Documents.Blocks("README.md", "csharp").SelectMany(Lines)];
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains(Instead.GetValueOrDefault(line, line).Replace("partial record", "sealed partial record"), run));
    }

    [Fact]
    public void A_record_travels_with_its_type_or_without()
    {
        byte[] gob = GobSerializer.Serialize(new Order(7, "Ann", [new Line("tea", 2)]));
        Order order = GobSerializer.Deserialize<Order>(gob);

        Assert.Equal((7, "Ann"), (order.Id, order.Customer));
        Assert.Equal([new Line("tea", 2)], order.Lines);

        GobValue value = GobSerializer.Deserialize<GobValue>(gob);
        string customer = value["Customer"].AsString();
        Assert.Equal("""{"Id":7,"Customer":"Ann","Lines":[{"Article":"tea","Count":2}]}""", value.ToJson());
        Assert.Equal("Ann", customer);
    }

    [Fact]
    public async Task A_server_answers_its_client()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var order = new Order(7, "Ann", [new Line("tea", 2)]);

        var endpoint = new CommandEndpoint();
        endpoint.MapText("STRING", line => "Thank you.");
        endpoint.Map<Order, long>("PRICE", order => order.Lines.Sum(line => 250L * line.Count));
        await using CommandServer server = endpoint.Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);

        await using CommandClient client = await CommandClient.ConnectAsync($"localhost:{server.Port}");
        string thanks = await client.AskTextAsync("STRING", "Additional data.");
        long price = await client.AskAsync<Order, long>("PRICE", order);

        Assert.Equal(("Thank you.", 500L), (thanks, price));
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
}

[GenerateShape]
sealed partial record Order(int Id, string Customer, List<Line> Lines);

[GenerateShape]
sealed partial record Line(string Article, int Count);
