using System.Diagnostics;
using System.Net;
using System.Text.Json.Serialization;
using System.Threading.RateLimiting;
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

    /// <summary>The programs the page shows whole, in its order.</summary>
    private static readonly string[] Programs = ["samples/CallGo/Program.cs", "samples/ServeGo/Program.cs"];

    private static readonly string[] GoPrograms = ["samples/CallGo/goserver/main.go", "samples/ServeGo/goclient/main.go"];

    [Fact]
    public void The_first_programs_of_the_page_are_samples_word_for_word()
    {
        Assert.Equal(Programs.Select(Repository.Read), Documents.Blocks(Page, "csharp").Where(block => block.StartsWith("using ", StringComparison.Ordinal)));
        Assert.Equal(GoPrograms.Select(Repository.Read), Documents.Blocks(Page, "go"));
    }

    [Fact]
    public void The_page_shows_nothing_that_is_not_run_here()
    {
        HashSet<string> run = [.. Lines(Repository.Read("test/Gobwire.House.Tests/RpcPageExamples.cs"))];
        string[] shown = [.. Documents.Blocks(Page, "csharp").Except(Programs.Select(Repository.Read))
            .Where(block => !block.StartsWith(Shapes, StringComparison.Ordinal)).SelectMany(Lines)];
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains(line, run));
    }

    [Fact]
    public void The_sample_has_what_the_page_shows()
    {
        HashSet<string> sample = [.. Repository.Files("samples/Arith", ".cs").SelectMany(file => Lines(Repository.Read(file)))];
        string[] types = [.. Documents.Blocks(Page, "csharp").SelectMany(block => block.Split("\n\n"))
            .Where(part => part.Contains("class ArithJson", StringComparison.Ordinal))
            .SelectMany(Lines)];
        Assert.Equal(3, types.Length);
        Assert.All(types, line => Assert.Contains(line, sample));
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
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0), cancellationToken);

        await using RpcClient client = await RpcClient.DialAsync($"localhost:{running.Port}");
        long product = await client.CallAsync<Args, long>("Arith.Multiply", new() { A = 7, B = 8 });
        Assert.Equal(56, product);

        IArith arith = client.CreateProxy<IArith>();
        Quotient quotient = await arith.DivideAsync(new() { A = 17, B = 5 });
        Assert.Equal((3, 2), (quotient.Quo, quotient.Rem));
    }

    [Fact]
    public async Task A_method_that_knows_its_caller_and_a_filter()
    {
        var server = new RpcServer();
        server.Register(new Arith());

        server.Map<Args, string>("Arith.Whose", (args, context, _) => new($"{context.Peer} asks for {args.A}"));
        server.AddFilter(async (context, next) =>
        {
            if (context.PeerCertificate is null && context.ServiceMethod == "Arith.Divide")
                throw new RpcServerException("no certificate");
            long begun = Stopwatch.GetTimestamp();
            await next(context);
            Console.WriteLine($"{context.ServiceMethod} for {context.Peer}: {Stopwatch.GetElapsedTime(begun)}");
        });
        var limiter = PartitionedRateLimiter.Create<RpcCallContext, string>(context =>
            RateLimitPartition.GetConcurrencyLimiter(context.ServiceMethod, _ => new ConcurrencyLimiterOptions { PermitLimit = 8 }));
        server.AddFilter(async (context, next) =>
        {
            using RateLimitLease lease = await limiter.AcquireAsync(context, 1, context.CancellationToken);
            if (!lease.IsAcquired)
                throw new RpcServerException("too many calls");
            await next(context);
        });

        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0));
        await using RpcClient client = await RpcClient.DialAsync($"127.0.0.1:{running.Port}");
        Assert.Matches("^127.0.0.1:[0-9]+ asks for 7$", await client.CallAsync<Args, string>("Arith.Whose", new() { A = 7, B = 8 }));
        var error = await Assert.ThrowsAsync<RpcServerException>(() => client.CallAsync<Args, Quotient>("Arith.Divide", new() { A = 17, B = 5 }));
        Assert.Equal("no certificate", error.Message);
        limiter.Dispose();
    }

    [Fact]
    public async Task A_client_of_json_rpc()
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = RpcProtocol.JsonRpc, Json = ArithJson.Default.Options });
        server.Map<Args, long>("Arith.Multiply", args => args.A * args.B);
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0));

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
