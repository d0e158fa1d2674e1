namespace Gobwire.Commands.Tests;

public sealed class CommandEndpointMappingTests
{
    private readonly CommandEndpoint _endpoint = new();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" A")]
    [InlineData("A ")]
    [InlineData("A\r")]
    [InlineData("\tA")]
    [InlineData("A\nB")]
    [InlineData("A\uFFFD")]
    public void A_name_that_no_peer_can_send_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => _endpoint.Map(name, (_, _) => ValueTask.CompletedTask));

    [Fact]
    public void A_type_without_a_form_is_refused_when_it_is_mapped()
    {
        Assert.Throws<GobException>(() => _endpoint.Map<Uri[,]>("A", _ => { }));
        Assert.Throws<GobException>(() => _endpoint.Map<long, Uri[,]>("A", _ => new Uri[0, 0]));
        Assert.Throws<GobException>(() => _endpoint.Map<Uri[,]>("A", (_, _) => ValueTask.CompletedTask));
        Assert.Throws<GobException>(() => _endpoint.Map<Uri[,], long>("A", (_, _) => new(1)));
        Assert.Empty(_endpoint.Names);
    }

    [Fact]
    public void Names_tell_what_is_mapped_now()
    {
        _endpoint.MapText("A", text => text);
        _endpoint.Map<long>("B", _ => { });
        Assert.True(_endpoint.Unmap("A"));
        Assert.False(_endpoint.Unmap("A"));

        Assert.Equal(["B"], _endpoint.Names);
    }

    [Theory]
    [InlineData(TransportKind.Memory)]
    [InlineData(TransportKind.Tcp)]
    public async Task All_typed_forms_work(TransportKind kind)
    {
        await using var served = new ServedEndpoint();
        var taken = new List<Point>();
        served.Endpoint.MapText("UPPER", text => text.ToUpperInvariant());
        served.Endpoint.MapText("LOWER", async (text, token) =>
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            return text.ToLowerInvariant();
        });
        served.Endpoint.Map<Point>("TAKE", taken.Add);
        served.Endpoint.Map<Point>("TAKE LATER", async (point, _) =>
        {
            await Task.Yield();
            taken.Add(point);
        });
        served.Endpoint.Map<Point, long>("SUM", point => point.X + point.Y);
        served.Endpoint.Map<Point, Point>("SWAP", async (point, _) =>
        {
            await Task.Yield();
            return new Point(point.Y, point.X);
        });
        await using CommandClient client = await served.ConnectClientAsync(kind);
        CancellationToken token = Testing.Until.Deadline;

        Assert.Equal("ABC", await client.AskTextAsync("UPPER", "abc", token));
        Assert.Equal("abc", await client.AskTextAsync("LOWER", "ABC", token));
        await client.SendAsync("TAKE", new Point(1, 2), token);
        await client.SendAsync("TAKE LATER", new Point(3, 4), token);
        Assert.Equal(7, await client.AskAsync<Point, long>("SUM", new Point(3, 4), token));
        Assert.Equal(new Point(6, 5), await client.AskAsync<Point, Point>("SWAP", new Point(5, 6), token));
        Assert.Equal([new Point(1, 2), new Point(3, 4)], taken);
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task Handlers_are_replaced_and_removed_while_others_call_them()
    {
        await using var served = new ServedEndpoint();
        served.Endpoint.MapText("STEADY", text => text);
        using var stop = new CancellationTokenSource();
        Task[] changing = [.. Enumerable.Range(0, 4).Select(i => ChangeAsync(served.Endpoint, i, stop.Token))];

        Task[] calling = [.. Enumerable.Range(0, 16).Select(_ => CallAsync(served))];
        await Task.WhenAll(calling);
        await stop.CancelAsync();
        await Task.WhenAll(changing);

        served.Endpoint.MapText("LAST", text => "last " + text);
        await using CommandClient client = await served.ConnectClientAsync();
        Assert.Equal("last x", await client.AskTextAsync("LAST", "x", Testing.Until.Deadline));
        Assert.Empty(served.Reasons);
    }

    [Fact]
    public async Task A_command_under_way_keeps_its_handler()
    {
        await using var served = new ServedEndpoint();
        var begun = new TaskCompletionSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        served.Endpoint.MapText("A", async (text, _) =>
        {
            begun.SetResult();
            await release.Task;
            return "old";
        });
        await using CommandClient client = await served.ConnectClientAsync();
        Task<string> asking = client.AskTextAsync("A", "x", Testing.Until.Deadline).AsTask();
        await begun.Task.WaitAsync(Testing.Until.Deadline);

        served.Endpoint.MapText("A", _ => "new");
        release.SetResult();

        Assert.Equal("old", await asking);
        Assert.Equal("new", await client.AskTextAsync("A", "x", Testing.Until.Deadline));
        served.Endpoint.Unmap("A");
        await Assert.ThrowsAsync<CommandException>(() => client.AskTextAsync("A", "x", Testing.Until.Deadline).AsTask());
        Assert.Equal("UnknownCommand", Assert.Single(served.Reasons).Event);
    }

    private static async Task ChangeAsync(CommandEndpoint endpoint, int thread, CancellationToken stop)
    {
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            endpoint.MapText($"T{thread}", text => text);
            endpoint.MapText("REPLACED", text => text + "!");
            if (i % 2 == 0)
                endpoint.Unmap($"T{thread}");
            await Task.Yield();
        }
    }

    private static async Task CallAsync(ServedEndpoint served)
    {
        await using CommandClient client = await served.ConnectClientAsync();
        served.Endpoint.MapText("REPLACED", text => text + "!");
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal($"{i}", await client.AskTextAsync("STEADY", $"{i}", Testing.Until.Deadline));
            Assert.Equal($"{i}!", await client.AskTextAsync("REPLACED", $"{i}", Testing.Until.Deadline));
        }
    }
}
