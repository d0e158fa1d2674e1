using System.Text.Json;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

/// <summary>JSON-RPC 1.0 as Go's net/rpc/jsonrpc speaks it: its own tests' messages, word for word.</summary>
public sealed class JsonRpcTests
{
    [Theory]
    [InlineData("""{"method": "Arith.Add", "id": "123"}""", """{"id":"123","result":null,"error":"jsonrpc: request body missing params"}""")]
    [InlineData("{}", """{"id":null,"result":null,"error":"rpc: service/method request ill-formed: "}""")]
    [InlineData("""{"method": "Arith.Add", "id": "\u0001", "params": [{"A": 1, "B": 2}]}""", """{"id":"\u0001","result":{"C":3},"error":null}""")]
    [InlineData("""{"method": "Arith.Add", "id": [1,{"a":null}], "params": [{"A": 1, "B": 2}, "more"]}""", """{"id":[1,{"a":null}],"result":{"C":3},"error":null}""")]
    [InlineData("""{"METHOD": "Arith.Multiply", "Id": 1.5, "Params": [{"A": 7, "B": 8}]}""", """{"id":1.5,"result":56,"error":null}""")]
    [InlineData("""{"method": "Arith.Divide", "id": 9, "params": [{"A": 1}]}""", """{"id":9,"result":null,"error":"divide by zero"}""")]
    [InlineData("""{"method": "Arith.Add", "id": 9, "params": []}""", """{"id":9,"result":{"C":0},"error":null}""")]
    [InlineData("""{"method": "Arith.Add", "id": 9, "params": [null]}""", """{"id":9,"result":{"C":0},"error":null}""")]
    [InlineData("""{"method": "Nulls.List", "id": 9, "params": [1]}""", """{"id":9,"result":[],"error":null}""")]
    [InlineData("""{"method": "Nulls.Members", "id": 9, "params": [1]}""", """{"id":9,"result":{},"error":null}""")]
    [InlineData("""{"method": "Nulls.Bytes", "id": 9, "params": [1]}""", """{"id":9,"result":"","error":null}""")]
    [InlineData("""{"method": "Nulls.Nothing", "id": 9, "params": [1]}""", """{"id":9,"result":{},"error":null}""")]
    [InlineData("""{"method": "Nulls.Text", "id": 9, "params": [1]}""", """{"id":9,"result":null,"error":"internal error"}""")]
    [InlineData("""{"method": "Nulls.Object", "id": 9, "params": [1]}""", """{"id":9,"result":null,"error":"internal error"}""")]
    [InlineData("""{"method": "Json.Echo", "id": 9, "params": [null]}""", """{"id":9,"result":null,"error":"internal error"}""")]
    [InlineData("""{"method": "Nobody.Add", "id": 9, "params": [{}]}""", """{"id":9,"result":null,"error":"rpc: can't find service Nobody.Add"}""")]
    public async Task A_request_is_answered(string request, string response)
    {
        (TransportConnection here, Task serving) = Serve();

        await here.SendAsync(request + "\n \n");
        string answer = await here.ReceiveLineAsync();
        await here.CompleteOutputAsync();
        await serving;

        Assert.True(JsonElement.DeepEquals(Parse(response), Parse(answer)), answer);
        Assert.Equal(["id", "result", "error"], Parse(answer).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Requests_may_come_in_one_piece_or_a_byte_at_a_time()
    {
        (TransportConnection here, Task serving) = Serve();
        const string Requests = """{"method":"Arith.String","id":1,"params":[{"A":1}]}{"method":"Arith.Scan","id":"}{\"\\","params":["12"]}""";

        await here.SendAsync(Requests);
        foreach (char c in Requests)
            await here.SendAsync(c.ToString());
        await here.CompleteOutputAsync();
        string[] answers = (await here.ReceiveAllAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await serving;

        Assert.Equal(2, answers.Count(answer => JsonElement.DeepEquals(Parse("""{"id":1,"result":"1+0=1","error":null}"""), Parse(answer))));
        Assert.Equal(2, answers.Count(answer => JsonElement.DeepEquals(Parse("""{"id":"}{\"\\","result":{"C":12},"error":null}"""), Parse(answer))));
    }

    [Theory]
    [InlineData("""{"id":1,"method":"Arith.Add","params":[{"A":"text"}]}""")]
    [InlineData("""{"id":1,"method":"Arith.Add","params":[7]}""")]
    [InlineData("""{"id":1,"method":"Arith.Add","params":{"A":7}}""")]
    public async Task A_bad_argument_fails_its_call_only(string request)
    {
        (TransportConnection here, Task serving) = Serve();

        await here.SendAsync(request);
        Assert.Equal(JsonValueKind.String, Parse(await here.ReceiveLineAsync()).GetProperty("error").ValueKind);
        await here.SendAsync("""{"id":2,"method":"Arith.Add","params":[{"A":1,"B":2}]}""");
        Assert.Equal("""{"id":2,"result":{"C":3},"error":null}""", await here.ReceiveLineAsync());

        await here.CompleteOutputAsync();
        await serving;
    }

    [Theory]
    [InlineData("[1]"), InlineData("7"), InlineData("{\"id\":1,}"), InlineData("{\"method\":7}"), InlineData("{\"method\":\"Arith"), InlineData("}")]
    public async Task What_is_no_request_ends_the_connection_with_one_line(string request)
    {
        var logger = new ListLogger();
        (TransportConnection here, Task serving) = Serve(logger);

        await here.SendAsync(request);
        await here.CompleteOutputAsync();
        Assert.Equal("", await here.ReceiveAllAsync());
        await serving;

        Assert.EndsWith(": closing the connection", Assert.Single(logger.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_s_requests_are_go_s()
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here, new RpcClientOptions { Protocol = RpcProtocol.JsonRpc, Json = TestServices.Json });

        Task<Reply> call = client.CallAsync<Args, Reply>("Arith.Add", new() { A = 7, B = 8 });
        Assert.Equal("""{"method":"Arith.Add","params":[{"A":7,"B":8}],"id":0}""", await there.ReceiveLineAsync());
        await there.SendAsync("""{"id":0,"result":{"C":15},"error":null}""");

        Assert.Equal(15, (await call).C);
    }

    [Theory]
    [InlineData("""{"id":0,"result":null,"error":"text"}""", "text")]
    [InlineData("""{"id":0,"error":""}""", "unspecified error")]
    [InlineData("""{"id":0,"result":{"C":1},"error":"text"}""", "text")]
    public async Task An_error_is_the_server_s(string response, string text)
    {
        Task<Reply> call = Answered(response);

        Assert.Equal(text, (await Assert.ThrowsAsync<RpcServerException>(() => call)).Message);
    }

    [Theory]
    [InlineData("""{"id":0,"result":null,"error":null}""", RpcErrorKind.Protocol)]
    [InlineData("""{"id":0,"result":null,"error":{"code":1}}""", RpcErrorKind.Protocol)]
    [InlineData("""{"id":"0","result":{"C":1},"error":null}""", RpcErrorKind.Protocol)]
    [InlineData("""{"id":0,"result":{"C":"text"},"error":null}""", RpcErrorKind.BadReply)]
    [InlineData("invalid character", RpcErrorKind.Protocol)]
    public async Task What_is_no_response_has_its_kind(string response, RpcErrorKind kind)
    {
        Task<Reply> call = Answered(response);

        Assert.Equal(kind, (await Assert.ThrowsAsync<RpcException>(() => call)).Kind);
    }

    private static async Task<Reply> Answered(string response)
    {
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        await using var client = new RpcClient(here, new RpcClientOptions { Protocol = RpcProtocol.JsonRpc, Json = TestServices.Json });
        Task<Reply> call = client.CallAsync<Args, Reply>("Arith.Add", new() { A = 7, B = 8 });
        await there.ReceiveLineAsync();
        await there.SendAsync(response);
        return await call;
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static (TransportConnection Here, Task Serving) Serve(ListLogger? logger = null)
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = RpcProtocol.JsonRpc, Json = TestServices.Json }, logger);
        server.Register(new Arith());
        server.Register(new Nulls());
        server.Map<JsonElement, JsonElement>("Json.Echo", _ => Parse("null"));
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        return (here, server.ServeAsync(there));
    }
}
