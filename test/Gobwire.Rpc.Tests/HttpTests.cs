using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>net/rpc inside HTTP: what stands before it, byte for byte.</summary>
public sealed class HttpTests
{
    [Theory]
    [InlineData("CONNECT /_goRPC_ HTTP/1.0\n\n")]
    [InlineData("CONNECT /_goRPC_ HTTP/1.1\r\nHost: somewhere\r\nUser-Agent: any\r\n\r\n")]
    public async Task Connecting_leads_on_to_the_protocol(string request)
    {
        (TransportConnection here, Task serving) = Serve();

        await here.SendAsync(request);
        const string Answer = "HTTP/1.0 200 Connected to Go RPC\n\n";
        Assert.Equal(Answer, System.Text.Encoding.ASCII.GetString(await here.ReceiveAsync(Answer.Length)));
        await using var client = new RpcClient(here);

        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 }));
        await client.DisposeAsync();
        await serving;
    }

    [Theory]
    [InlineData("GET /_goRPC_ HTTP/1.1\r\nHost: h\r\n\r\n", "405 Method Not Allowed", "405 must CONNECT\n")]
    [InlineData("CONNECT /other HTTP/1.0\n\n", "404 Not Found", "404 page not found\n")]
    [InlineData("GET / HTTP/1.0\n\n", "404 Not Found", "404 page not found\n")]
    [InlineData("POST /debug/rpc HTTP/1.0\n\n", "405 Method Not Allowed", "405 must GET\n")]
    [InlineData("HEAD /debug/rpc HTTP/1.0\n\n", "200 OK", "")]
    [InlineData("nonsense\n\n", "400 Bad Request", "400 Bad Request")]
    [InlineData("\n\n", "400 Bad Request", "400 Bad Request")]
    [InlineData("CONNECT  /_goRPC_ HTTP/1.0\n\n", "400 Bad Request", "400 Bad Request")]
    [InlineData("CONNECT /_goRPC_ HTTP/2.0\n\n", "400 Bad Request", "400 Bad Request")]
    [InlineData("GET /\u0001 HTTP/1.0\n\n", "400 Bad Request", "400 Bad Request")]
    public async Task Other_requests_are_answered_and_the_connection_is_closed(string request, string status, string body)
    {
        (TransportConnection here, Task serving) = Serve();

        await here.SendAsync(request);
        await here.CompleteOutputAsync();
        string answer = await here.ReceiveAllAsync();
        await serving;

        Assert.StartsWith($"HTTP/1.0 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\nConnection: close\r\n\r\n" + body, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_is_too_long_or_cut_or_late_is_refused()
    {
        (TransportConnection longer, Task servingLonger) = Serve();
        await longer.SendAsync("GET / HTTP/1.0\nX: " + new string('x', 10_000));
        Assert.StartsWith("HTTP/1.0 400 ", await longer.ReceiveAllAsync(), StringComparison.Ordinal);
        await longer.DisposeAsync();
        await servingLonger;

        (TransportConnection cut, Task servingCut) = Serve();
        await cut.SendAsync("CONNECT /_goRPC_ HT");
        await cut.CompleteOutputAsync();
        Assert.StartsWith("HTTP/1.0 400 ", await cut.ReceiveAllAsync(), StringComparison.Ordinal);
        await servingCut;

        var time = new FakeTimeProvider();
        (TransportConnection late, Task servingLate) = Serve(time);
        await late.SendAsync("CONNECT /_goRPC_ HT");
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("", await late.ReceiveAllAsync());
        await late.DisposeAsync();
        await servingLate;
    }

    [Fact]
    public async Task The_debug_page_lists_services_methods_and_calls()
    {
        RpcServer server = new();
        server.Register(new BuiltinTypes());
        server.Map<Args, long>("A<b>.Multiply", args => args.A * args.B);
        await using var connected = new Connected(server);
        await connected.Client.CallAsync<Args, Pair>("BuiltinTypes.Array", new() { A = 7, B = 8 });
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeHttpAsync(there);

        await here.SendAsync("GET /debug/rpc?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
        string page = await here.ReceiveAllAsync();
        await here.DisposeAsync();
        await serving;

        Assert.Contains("Content-Type: text/html; charset=utf-8\r\n", page, StringComparison.Ordinal);
        Assert.Contains("<title>Services</title>\n\t<hr>\n\tService A&lt;b&gt;\n\t<hr>", page, StringComparison.Ordinal);
        Assert.Contains("Multiply(Args, *int) error</td>\n\t\t\t<td align=center>0</td>", page, StringComparison.Ordinal);
        Assert.Contains("Array(Args, *Pair) error</td>\n\t\t\t<td align=center>1</td>", page, StringComparison.Ordinal);
        Assert.Contains("Map(Args, *Dictionary&lt;int, int&gt;) error</td>", page, StringComparison.Ordinal);
        Assert.EndsWith("\t</html>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n", "unexpected HTTP response: 404 Not Found")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer is not HTTP")]
    [InlineData("HTTP/1.0 200 Conn", "the input ended in the HTTP head")]
    [InlineData("", "the connection was closed")]
    public async Task A_server_that_answers_otherwise_is_refused(string answer, string message)
    {
        TransportListener listener = TransportListener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        await using (listener)
        {
            string address = listener.LocalEndPoint.ToString()!;
            Task<RpcClient> dialing = RpcClient.DialHttpAsync(address);
            TransportConnection peer = await listener.AcceptAsync();
            Assert.Equal("CONNECT /_goRPC_ HTTP/1.0", await peer.ReceiveLineAsync());
            await peer.SendAsync(answer);
            await peer.CloseAsync(TimeSpan.FromSeconds(5), 1 << 16);

            RpcException error = await Assert.ThrowsAsync<RpcException>(() => dialing);

            Assert.Equal((RpcErrorKind.Dial, $"dialing http {address}/_goRPC_: {message}"), (error.Kind, error.Message));
        }
    }

    private static (TransportConnection Here, Task Serving) Serve(TimeProvider? time = null)
    {
        RpcServer server = new(new RpcServerOptions { TimeProvider = time ?? TimeProvider.System });
        server.Register(new Arith());
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair(time);
        return (here, server.ServeHttpAsync(there));
    }
}
