using System.Text.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>
/// Every value of the golden streams as a live Go server's argument and reply, and as a live Go client's. In gob none is left out: where Go's
/// net/rpc would refuse a type for its name, which is not exported, goldenpeer has it under another.
/// </summary>
public sealed class LiveGoldenTests
{
    /// <summary>What JSON-RPC leaves out, as Go's own encoding/json and net/rpc/jsonrpc cannot carry it.</summary>
    private static readonly Dictionary<string, string> NoJson = new()
    {
        ["complex 0"] = "complex128 has no JSON",
        ["complex 1"] = "complex64 has no JSON",
        ["complex 2"] = "complex128 has no JSON",
        ["float 7"] = "infinity has no JSON",
        ["float 8"] = "infinity has no JSON",
        ["float 9"] = "NaN has no JSON",
        ["interface-basic 0"] = "has a complex128",
        ["interface-methods 0"] = "JSON does not name the type in an interface, which Go's decoder needs",
        ["interface-nested 0"] = "JSON does not name the type in an interface: a map comes back",
        ["interface-struct 0"] = "JSON does not name the type in an interface: a map comes back",
        ["interface-then-same-type 0"] = "JSON does not name the type in an interface: a map comes back",
        ["interface-then-same-type 2"] = "JSON does not name the type in an interface: a map comes back",
        ["map-keys 2"] = "a key is a bool",
        ["map-keys 3"] = "a key is a float64",
        ["map-keys 5"] = "a key is a struct",
        ["map-keys 6"] = "a key is an array",
        ["map-values 4"] = "an int in an interface comes back as a float64",
        ["opaque 0"] = "the golden stream's own marshalers are for gob",
        ["scalars-struct 0"] = "has a complex64",
        ["scalars-struct 1"] = "has a complex64",
        ["scalars-struct 2"] = "has a complex64",
        ["slice-empty 1"] = "a nil slice is null, which is no result to Go's client",
        ["slice-scalars 5"] = "complex64 has no JSON",
        ["string-not-utf8 0"] = "JSON is UTF-8",
        ["struct-hidden 0"] = "has a channel",
    };

    [Theory]
    [InlineData("tcp"), InlineData("http")]
    public async Task A_live_go_server_echoes_every_golden_value_to_us(string mode)
    {
        Golden[] golden = await ListAsync();
        await using GoPeer go = await GoPeer.ServeGoldenAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);

        // All at a time, so that definitions of types are in each other's way.
        GobValue[] replies = await Task.WhenAll(golden.Select(value => client.CallAsync(value.Method, value.Gob)));

        Assert.All(golden.Zip(replies), pair => Assert.True(pair.First.Gob.ValueEquals(pair.Second), $"{pair.First.Name}: {pair.Second.ToJson()}"));
    }

    [Fact]
    public async Task A_live_go_server_of_json_rpc_echoes_every_golden_value_that_json_can_carry()
    {
        Golden[] golden = [.. (await ListAsync()).Where(value => !NoJson.ContainsKey(value.Name))];
        await using GoPeer go = await GoPeer.ServeGoldenAsync("json");
        await using RpcClient client = await TestServices.DialAsync("json", go.Address);

        string[] replies = await Task.WhenAll(golden.Select(value => client.CallJsonAsync(value.Method, value.Json)));

        Assert.Equal(golden.Select(value => value.Json), replies);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task We_echo_every_golden_value_to_a_live_go_client(string mode)
    {
        Golden[] golden = await ListAsync();
        var server = new RpcServer(new RpcServerOptions { Protocol = TestServices.ProtocolOf(mode) });
        foreach (string method in golden.Select(value => value.Method).Distinct())
        {
            if (mode == "json")
                server.Map<JsonElement, JsonElement>(method, value => value);
            else
                server.Map<GobValue, GobValue>(method, value => value);
        }

        await using RunningServer running = TestServices.Start(server, mode);

        string count = await GoPeer.RunGoldenAsync("check", mode, $"127.0.0.1:{running.Port}");

        Assert.Equal($"{golden.Length - (mode == "json" ? NoJson.Count : 0)}\n", count);
    }

    [Fact]
    public async Task What_json_leaves_out_is_what_go_leaves_out() =>
        Assert.Equal((await ListAsync()).Where(value => value.Json.Length == 0).Select(value => value.Name), NoJson.Keys);

    private static async Task<Golden[]> ListAsync()
    {
        ILookup<string, Dictionary<string, string>> rows = (await GoPeer.RunGoldenAsync("list")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!)
            .ToLookup(row => row["case"]);
        return [.. rows.SelectMany(ValuesOf)];
    }

    private static IEnumerable<Golden> ValuesOf(IGrouping<string, Dictionary<string, string>> rows)
    {
        var decoder = new GobDecoder(Wire.Golden(rows.Key));
        int index = 0;
        foreach (Dictionary<string, string> row in rows)
        {
            Assert.True(decoder.TryDecode(out GobValue value), $"{rows.Key} has fewer values than Go's list");
            yield return new Golden($"{rows.Key} {index++}", row["method"], value, row["json"]);
        }

        Assert.False(decoder.TryDecode(out GobValue _), $"{rows.Key} has more values than Go's list");
    }

    /// <summary>A value, the method that echoes it, and its JSON, which is empty where there is none.</summary>
    private sealed record Golden(string Name, string Method, GobValue Gob, string Json);
}
