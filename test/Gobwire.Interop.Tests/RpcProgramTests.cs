using Gobwire.House.Tests;
using Gobwire.Rpc;
using Gobwire.Transport;

namespace Gobwire.Interop.Tests;

/// <summary>net/rpc between processes: the tool and the samples on one side, live Go on the other, and either killed.</summary>
public sealed class RpcProgramTests(GoToolchain go) : GoTests(go)
{
    private const string SevenEight = """{"A":7,"B":8}""";

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json"), InlineData("unix")]
    public async Task Gobwire_call_calls_a_live_go_server(string mode)
    {
        string where = mode == "unix" ? Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) : "127.0.0.1:0";
        await using ChildProcess server = await Go.StartAsync("gorpc", "serve", mode, where);
        string[] address = [await server.ReadLineAsync(Deadline)];
        string[] options = mode switch { "http" => ["--http"], "json" => ["--jsonrpc"], "unix" => ["--unix"], _ => [] };

        await using ChildProcess product = GobwireProgram.Start(["call", .. options, .. address, "Arith.Multiply", SevenEight]);
        await using ChildProcess failure = GobwireProgram.Start(["call", .. options, .. address, "Arith.Divide", """{"A":7,"B":0}"""]);

        Assert.Equal(["56"], await product.ReadToEndAsync(Deadline));
        await product.ExpectExitAsync(0, Deadline);
        Assert.Empty(await failure.ReadToEndAsync(Deadline));
        await failure.ExpectExitAsync(1, Deadline);
        Assert.Equal("gobwire: divide by zero", failure.Errors.TrimEnd());
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_live_go_client_is_content_with_the_sample(string mode)
    {
        await using SampleProgram arith = await SampleProgram.ServeAsync("Arith", 1, Deadline, "--port", "0", "--mode", mode);

        await CheckAsync(mode, arith.Addresses[0], "sample");
        await CheckAsync(mode, arith.Addresses[0], "many");
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task The_sample_s_client_calls_a_live_go_server(string mode)
    {
        await using ChildProcess server = await Go.StartAsync("gorpc", "serve", mode, "127.0.0.1:0");

        await using ChildProcess client = SampleProgram.Start("Arith", "--mode", mode, "--call", await server.ReadLineAsync(Deadline));

        Assert.Equal(["Arith: 7*8=56", "Arith: 17/5=3 remainder 2", "Arith: 17/0: divide by zero"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }

    [Fact]
    public async Task The_page_s_first_client_calls_its_go_server()
    {
        await using ChildProcess server = await Go.StartAsync("goserver", "localhost:0");
        string address = (await server.ReadLineAsync(Deadline))["Listening on ".Length..];

        await using ChildProcess client = SampleProgram.Start("CallGo", address);

        Assert.Equal(["7*8=56"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }

    [Fact]
    public async Task The_page_s_go_client_calls_its_first_server()
    {
        await using SampleProgram server = await SampleProgram.ServeAsync("ServeGo", 1, Deadline, "0");

        await using ChildProcess client = await Go.StartAsync("goclient", server.Addresses[0]);

        Assert.Equal(["7*8=56"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }

    [Fact]
    public async Task The_commands_of_the_page_on_net_rpc_do_what_it_says()
    {
        string[][] commands = [.. Documents.Blocks("docs/rpc.md", "console").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('#')[0].Trim().Replace("'", "", StringComparison.Ordinal).Split(' '))];
        string[] answers = ["Arith: 7*8=56", "Arith: 17/5=3 remainder 2", "Arith: 17/0: divide by zero"];
        Assert.Equal([["--demo"], ["--port", "1234"], ["--call", "localhost:1234"]], commands[..3].Select(command =>
        {
            Assert.Equal(["dotnet", "run", "--project", "samples/Arith", "--"], command[..5]);
            return command[5..];
        }));
        Assert.Equal(["gobwire", "call", "localhost:1234"], commands[3][..3]);

        await using ChildProcess demo = SampleProgram.Start("Arith", commands[0][5..]);
        Assert.Equal(answers, (await demo.ReadToEndAsync(Deadline)).Where(line => line.StartsWith("Arith: ", StringComparison.Ordinal)));
        await demo.ExpectExitAsync(0, Deadline);

        // Port 1234 may be another's.
        await using SampleProgram server = await SampleProgram.ServeAsync("Arith", 1, Deadline, "--port", "0");
        await using ChildProcess client = SampleProgram.Start("Arith", "--call", server.Addresses[0]);
        Assert.Equal(answers, await client.ReadToEndAsync(Deadline));
        await using ChildProcess call = GobwireProgram.Start(["call", server.Addresses[0], .. commands[3][3..]]);
        Assert.Equal(["56"], await call.ReadToEndAsync(Deadline));
    }

    [Fact]
    public async Task The_sample_on_a_host_serves_live_go_clients()
    {
        await using SampleProgram hosted = await SampleProgram.ServeAsync(
            "Hosted", 2, Deadline, "--Gobwire:Endpoints:main:Listen:0=127.0.0.1:0", "--Gobwire:Rpc:main:Listen:0=127.0.0.1:0");

        await CheckAsync("tcp", hosted.Addresses[1], "sample");
        await using Commands.CommandClient commands = await Commands.CommandClient.ConnectAsync(hosted.Addresses[0], cancellationToken: Deadline);
        GobValue price = await commands.AskAsync<GobValue, GobValue>("PRICE", GobValue.ParseJson("""{"Article":"tea","Count":2}"""), Deadline);
        Assert.Equal("500", price.ToJson());
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_sees_our_process_killed_in_mid_call(string mode)
    {
        await using SampleProgram arith = await SampleProgram.ServeAsync("Arith", 1, Deadline, "--port", "0", "--mode", mode);
        await using ChildProcess client = await Go.StartAsync("gorpc", "check", mode, arith.Addresses[0], "until");
        Assert.Equal("calling", await client.ReadLineAsync(Deadline));

        await arith.DisposeAsync();

        Assert.Equal(["ok"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_server_goes_on_when_our_process_is_killed_in_mid_call(string mode)
    {
        await using ChildProcess server = await Go.StartAsync("gorpc", "serve", mode, "127.0.0.1:0");
        string address = await server.ReadLineAsync(Deadline);
        string[] options = mode switch { "http" => ["--http"], "json" => ["--jsonrpc"], _ => [] };
        await using (ChildProcess killed = GobwireProgram.Start(["call", .. options, "--timeout", "0", address, "Arith.Tell", SevenEight]))
            Assert.Equal("called", await server.ReadLineAsync(Deadline));

        await using ChildProcess next = GobwireProgram.Start(["call", .. options, address, "Arith.Multiply", SevenEight]);

        Assert.Equal(["56"], await next.ReadToEndAsync(Deadline));
    }

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task Our_client_dials_anew_when_our_process_is_killed_and_started_again(string mode)
    {
        SampleProgram first = await SampleProgram.ServeAsync("Arith", 1, Deadline, "--port", "0", "--mode", mode);
        string address = first.Addresses[0];
        var options = new RpcClientOptions
        {
            Protocol = mode == "json" ? RpcProtocol.JsonRpc : RpcProtocol.Gob,
            Reconnect = new TransportBackoff { FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200) },
        };
        await using RpcClient client = mode == "http"
            ? await RpcClient.DialHttpAsync(address, options: options, cancellationToken: Deadline)
            : await RpcClient.DialAsync(address, options, Deadline);
        Assert.Equal("56", await client.CallJsonAsync("Arith.Multiply", SevenEight, Deadline));

        await first.DisposeAsync();
        Task<string> waiting = CallUntilAnsweredAsync(client);
        await using SampleProgram second =
            await SampleProgram.ServeAsync("Arith", 1, Deadline, "--port", address[(address.LastIndexOf(':') + 1)..], "--mode", mode);

        Assert.Equal("56", await waiting);
    }

    /// <summary>Calls again after the one error that a call begun before the break may have.</summary>
    private async Task<string> CallUntilAnsweredAsync(RpcClient client)
    {
        while (true)
        {
            try
            {
                return await client.CallJsonAsync("Arith.Multiply", SevenEight, Deadline);
            }
            catch (RpcException error) when (error.Kind == RpcErrorKind.ConnectionLost)
            {
                Deadline.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task CheckAsync(string mode, string address, string check)
    {
        await using ChildProcess client = await Go.StartAsync("gorpc", "check", mode, address, check);
        Assert.Equal(["ok"], await client.ReadToEndAsync(Deadline));
        await client.ExpectExitAsync(0, Deadline);
    }
}
