using System.Text.Json.Serialization;
using Gobwire.Rpc;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PolyType;

namespace Gobwire.House.Tests;

/// <summary>The examples of the page on net/rpc, run: each of its lines stands here too. Its console lines are run by the interop tests.</summary>
public sealed partial class RpcPageExamples
{
    private const string Page = "docs/rpc.md";

    /// <summary>Begins the list of the shapes of methods, of each of which <c>RegistrationTests</c> has one.</summary>
    private const string Shapes = "Reply Method(Args args) ";

    /// <summary>Lines of the page that a test cannot run as they are.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["await server.ListenAsync(1234, cancellationToken);"] = "await using RunningServer running = server.Start(port: 0, cancellationToken);",
        ["await using RpcClient client = await RpcClient.DialAsync(\"localhost:1234\");"] =
            "await using RpcClient client = await RpcClient.DialAsync($\"localhost:{running.Port}\");",
        ["public async Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken) => …;"] =
            "public async Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken) =>",
    };

    [Fact]
    public void The_page_shows_nothing_that_is_not_run_here()
    {
        HashSet<string> run = [.. Lines(Repository.Read("test/Gobwire.House.Tests/RpcPageExamples.cs"))];
        string[] shown = [.. Documents.Blocks(Page, "csharp").Where(block => !block.StartsWith(Shapes, StringComparison.Ordinal)).SelectMany(Lines)];
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains(Instead.GetValueOrDefault(line, line), run));
    }

    [Fact]
    public void The_sample_has_what_the_page_shows()
    {
        HashSet<string> sample = [.. Repository.Files("samples/Arith", ".cs").SelectMany(file => Lines(Repository.Read(file)))];
        string[] types = [.. Documents.Blocks(Page, "csharp").SelectMany(block => block.Split("\n\n"))
            .Where(part => part.Contains("record Args", StringComparison.Ordinal) || part.Contains("class ArithJson", StringComparison.Ordinal))
            .SelectMany(Lines)];
        Assert.Equal(7, types.Length);
        Assert.All(types, line => Assert.Contains(line, sample));
        string peer = Repository.Read("test/Gobwire.Rpc.Tests/gopeer/check.go");
        Assert.Contains("client.Call(\"Arith.Multiply\", &Args{7, 8}, &product)", Assert.Single(Documents.Blocks(Page, "go")), StringComparison.Ordinal);
        Assert.Contains("client.Call(\"Arith.Multiply\", &Args{7, 8}, &product)", peer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_on_deployment_shows_the_sample_on_a_host()
    {
        string program = string.Join('\n', Lines(Repository.Read("samples/Hosted/Program.cs").Replace("builder.Services.AddSingleton<PriceList>().AddSingleton<CallLog>();\n", "")));
        Assert.EndsWith(string.Join('\n', Lines(Documents.Blocks("docs/deploy.md", "csharp")[0])), program, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_and_its_client()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ILogger logger = NullLogger.Instance;

        var server = new RpcServer(logger: logger);
        server.Register(new Arith());
        await using RunningServer running = server.Start(port: 0, cancellationToken);

        await using RpcClient client = await RpcClient.DialAsync($"localhost:{running.Port}");
        long product = await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 });
        Assert.Equal(56, product);

        IArith arith = client.CreateProxy<IArith>();
        Quotient quotient = await arith.DivideAsync(new() { A = 17, B = 5 });
        Assert.Equal((3, 2), (quotient.Quo, quotient.Rem));
    }

    [Fact]
    public async Task A_client_of_json_rpc()
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = RpcProtocol.JsonRpc, Json = ArithJson.Default.Options });
        server.Map<Args, long>("Arith.Multiply", args => args.A * args.B);
        await using RunningServer running = server.Start(port: 0);

        var options = new RpcClientOptions { Protocol = RpcProtocol.JsonRpc, Json = ArithJson.Default.Options };
        await using RpcClient client = await RpcClient.DialAsync($"localhost:{running.Port}", options);
        Assert.Equal(56, await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 }));
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    internal interface IArith
    {
        Task<Quotient> DivideAsync(Args args);
    }

    [GenerateShape]
    internal sealed partial record Args
    {
        public long A { get; init; }

        public long B { get; init; }
    }

    [GenerateShape]
    internal sealed partial record Quotient
    {
        public long Quo { get; init; }

        public long Rem { get; init; }
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Arith
    {
        public long Multiply(Args args) => args.A * args.B;

        public async Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken) =>
            await Task.FromResult(new Quotient { Quo = args.A / args.B, Rem = args.A % args.B }).WaitAsync(cancellationToken);
    }

    [JsonSerializable(typeof(Args))]
    [JsonSerializable(typeof(Quotient))]
    internal sealed partial class ArithJson : JsonSerializerContext;
}
