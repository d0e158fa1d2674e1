using System.Net;
using System.Text.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>Every value of the golden streams as a call's argument and as its reply.</summary>
public sealed class GoldenArgumentsTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, byte[]> Cases { get; } = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "cases.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(c => c.GetProperty("name").GetString()!, c => Convert.FromHexString(c.GetProperty("hex").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_golden_value_goes_there_and_back_as_argument_and_reply(string name)
    {
        var server = new RpcServer();
        server.Map<GobValue, GobValue>("Echo.Value", value => value);
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0), TestContext.Current.CancellationToken);
        await using RpcClient client = await RpcClient.DialAsync($"127.0.0.1:{running.Port}");
        var values = new List<GobValue>();
        var decoder = new GobDecoder(Cases[name]);
        while (decoder.TryDecode(out GobValue value))
            values.Add(value);

        // All at a time: types are defined once, for whichever call comes first.
        GobValue[] replies = await Task.WhenAll(values.Select(v => client.CallAsync("Echo.Value", v)));

        Assert.NotEmpty(values);
        Assert.Equal(values.ConvertAll(v => v.ToJson()), replies.Select(r => r.ToJson()));
    }
}
