using System.Numerics;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>Our client calls a live Go server, in all ways there are.</summary>
public sealed class WeCallGoTests
{
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json"), InlineData("path")]
    public async Task A_go_server_answers(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);

        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Equal(new Quotient { Quo = 3, Rem = 2 }, await client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 5 }));
        Assert.Equal(15, (await client.CallAsync<Args, Reply>("net.rpc.Arith.Add", SevenEight)).C);
        Assert.Equal("27+35=62", await client.CallAsync<Args, string>("Arith.String", new() { A = 27, B = 35 }));
        Assert.Equal(12345, (await client.CallAsync<string, Reply>("Arith.Scan", "12345")).C);
        Assert.Equal(new() { [7] = 8 }, await client.CallAsync<Args, Dictionary<long, long>>("BuiltinTypes.Map", SevenEight));
        Assert.Equal([7, 8], await client.CallAsync<Args, List<long>>("BuiltinTypes.Slice", SevenEight));
        Assert.Equal([7, 8], await client.CallAsync<Args, Pair>("BuiltinTypes.Array", SevenEight));
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task The_errors_of_a_go_server_are_its_own_words(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);

        Assert.Equal("divide by zero", await ErrorOf(client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 0 })));
        Assert.Equal("rpc: can't find method Arith.BadOperation", await ErrorOf(client.CallAsync<Args, Reply>("Arith.BadOperation", SevenEight)));
        Assert.Equal("rpc: can't find service Nobody.Add", await ErrorOf(client.CallAsync<Args, Reply>("Nobody.Add", SevenEight)));
        Assert.Equal("rpc: service/method request ill-formed: Arith", await ErrorOf(client.CallAsync<Args, Reply>("Arith", SevenEight)));
        Assert.Contains(mode == "json" ? "json" : "type", await ErrorOf(client.CallAsync<string, Reply>("Arith.Add", "text")), StringComparison.Ordinal);
        Assert.Equal(15, (await client.CallAsync<Args, Reply>("Arith.Add", SevenEight)).C);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task Two_thousand_calls_at_a_time_are_each_answered_with_their_own(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);

        await TwoThousandCalls.RunAsync(client);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_slow_call_is_overtaken(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);

        Task<Reply> slow = client.CallAsync<Args, Reply>("Arith.SleepMilli", new() { A = 2000, B = 1 });
        Task<long> fast = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);
        // The order is what counts: a busy machine may see both late.
        Assert.Same(fast, await Task.WhenAny(fast, slow));
        Assert.Equal(56, await fast);
        Assert.Equal(1, (await slow).C);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http")]
    public async Task A_value_of_every_kind_goes_there_and_back(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);
        var sent = new Everything
        {
            Bool = true,
            Int = -1L << 62,
            Uint = 1UL << 63,
            Float = 0.1,
            Complex = new Complex(1.5, -2),
            String = "grüße",
            Bytes = [0, 255],
            Ints = [1, -2, 3],
            Array = [4, 5, 6],
            Map = new() { ["one"] = 1, ["two"] = 2 },
            Nested = new Everything { String = "inner", Time = DateTimeOffset.UnixEpoch },
            Time = new DateTimeOffset(2026, 11, 25, 12, 30, 0, TimeSpan.Zero),
            Big = -(BigInteger.One << 100),
            Any = SevenEight,
        };

        Everything got = await client.CallAsync<Everything, Everything>("Echo.Everything", sent);

        Assert.Equivalent(sent, got, strict: true);
    }

    [Fact]
    public async Task A_result_of_null_ends_the_connection_as_it_does_go_s()
    {
        await using GoPeer go = await GoPeer.ServeAsync("json");
        await using RpcClient client = await TestServices.DialAsync("json", go.Address);

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, Reply?>("Echo.Null", SevenEight));

        Assert.Equal((RpcErrorKind.Protocol, "Echo.Null: the server does not speak the protocol: invalid error <nil>"), (error.Kind, error.Message));
        Assert.Equal("connection is shut down", (await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, Reply>("Arith.Add", SevenEight))).Message);
    }

    [Fact]
    public async Task No_local_type_is_needed()
    {
        await using GoPeer go = await GoPeer.ServeAsync("tcp");
        await using RpcClient client = await TestServices.DialAsync("tcp", go.Address);

        Assert.Equal("56", await client.CallJsonAsync("Arith.Multiply", """{"A":7,"B":8}"""));
        GobValue quotient = await client.CallAsync("Arith.Divide", GobValue.ParseJson("""{"A":17,"B":5}"""));
        Assert.Equal(3, quotient["Quo"].AsInt64());
        Assert.Equal("""{"7":8}""", await client.CallJsonAsync("BuiltinTypes.Map", """{"A":7,"B":8}"""));
    }

    [Fact]
    public async Task A_go_server_is_reached_over_a_unix_socket()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using GoPeer go = await GoPeer.ServeAsync("unix", path);
        await using RpcClient client = await RpcClient.DialAsync("unix:" + path);

        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task Every_call_under_way_fails_at_once_when_a_go_server_is_killed(string mode)
    {
        await using GoPeer go = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, go.Address);
        Task<Reply>[] calls = [.. Enumerable.Range(0, 50).Select(i => client.CallAsync<Args, Reply>("Arith.SleepMilli", new() { A = 60_000, B = i }))];
        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));

        await go.KillAsync();

        foreach (Task<Reply> call in calls)
            Assert.Equal(RpcErrorKind.ConnectionLost, (await Assert.ThrowsAsync<RpcException>(() => call)).Kind);
        RpcException later = await Assert.ThrowsAsync<RpcException>(() => client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Equal((RpcErrorKind.Shutdown, "connection is shut down"), (later.Kind, later.Message));
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_client_that_may_dial_anew_goes_on_with_the_go_server_that_is_back(string mode)
    {
        GoPeer first = await GoPeer.ServeAsync(mode);
        await using RpcClient client = await TestServices.DialAsync(mode, first.Address, new RpcClientOptions
        {
            Reconnect = new TransportBackoff { FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200) },
            CallTimeout = TimeSpan.FromSeconds(60),
        });
        Task<Reply> underWay = client.CallAsync<Args, Reply>("Arith.SleepMilli", new() { A = 60_000 });
        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        await first.DisposeAsync();
        Assert.Equal(RpcErrorKind.ConnectionLost, (await Assert.ThrowsAsync<RpcException>(() => underWay)).Kind);
        Task<long> waiting = client.CallAsync<Args, long>("Arith.Multiply", SevenEight);

        await using GoPeer second = await GoPeer.ServeAsync(mode, first.Address);

        Assert.Equal(56, await waiting);
    }

    [Fact]
    public async Task A_go_server_without_net_rpc_at_the_path_is_reported_in_go_s_words()
    {
        await using GoPeer go = await GoPeer.ServeAsync("http");

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => RpcClient.DialHttpAsync(go.Address, "/nothing"));

        Assert.Equal(RpcErrorKind.Dial, error.Kind);
        Assert.Equal($"dialing http {go.Address}/nothing: unexpected HTTP response: 404 Not Found", error.Message);
    }

    private static async Task<string> ErrorOf(Task call) => (await Assert.ThrowsAsync<RpcServerException>(() => call)).Message;
}
