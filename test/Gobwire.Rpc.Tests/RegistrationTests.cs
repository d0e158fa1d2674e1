using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>What becomes a method, and what is said of what cannot.</summary>
public sealed partial class RegistrationTests
{
    [Fact]
    public async Task Methods_of_all_shapes_are_served()
    {
        RpcServer server = new();
        server.Register("Shapes", new Shapes());
        await using var connected = new Connected(server);
        RpcClient client = connected.Client;

        Assert.Equal("1", await client.CallJsonAsync("Shapes.Plain", "1"));
        Assert.Equal("2", await client.CallJsonAsync("Shapes.Task", "1"));
        Assert.Equal("3", await client.CallJsonAsync("Shapes.ValueTask", "1"));
        Assert.Equal("{}", await client.CallJsonAsync("Shapes.Nothing", "1"));
        Assert.Equal("{}", await client.CallJsonAsync("Shapes.NothingLater", "1"));
        Assert.Equal("4", await client.CallJsonAsync("Shapes.NoArgs", """{"Whatever":[1,2]}"""));
        Assert.Equal("""{"C":5}""", await client.CallJsonAsync("Shapes.Filled", """{"A":2,"B":3}"""));
        Assert.Equal("""{"C":6}""", await client.CallJsonAsync("Shapes.FilledLater", """{"A":2,"B":3}"""));
        Assert.Equal("7", await client.CallJsonAsync("Shapes.Renamed", "1"));
        Assert.Equal("8", await client.CallJsonAsync("Shapes.GivenAsync", "1"));
        Assert.Equal("\"given\"", await client.CallJsonAsync("Shapes.Token", "1"));
        Assert.Equal(
            "rpc: can't find method Shapes.TooMany",
            (await Assert.ThrowsAsync<RpcServerException>(() => client.CallJsonAsync("Shapes.TooMany", "1"))).Message);
    }

    [Fact]
    public async Task An_interface_can_be_registered_and_shows_no_more_than_it_has()
    {
        RpcServer server = new();
        server.Register<IOne>("One", new Two());
        await using var connected = new Connected(server);

        Assert.Equal("1", await connected.Client.CallJsonAsync("One.First", "0"));
        Assert.Equal(
            "rpc: can't find method One.Second",
            (await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallJsonAsync("One.Second", "0"))).Message);
    }

    [Fact]
    public void What_cannot_be_registered_is_told()
    {
        RpcServer server = new();
        server.Register(new Arith());

        Assert.StartsWith("rpc: service already defined: Arith", MessageOf(() => server.Register(new Arith())), StringComparison.Ordinal);
        Assert.StartsWith("rpc: method already defined: Arith.Multiply", MessageOf(() => server.Map<Args, long>("Arith.Multiply", _ => 0)), StringComparison.Ordinal);
        Assert.StartsWith("rpc: service/method name ill-formed: Arith", MessageOf(() => server.Map<Args, long>("Arith", _ => 0)), StringComparison.Ordinal);
        Assert.Contains("has no exported methods of suitable type", MessageOf(() => server.Register(new Args())), StringComparison.Ordinal);
        Assert.Contains("has no exported methods of suitable type; TooMany: it has 3 parameters", MessageOf(() => server.Register(new Unsuitable())), StringComparison.Ordinal);
        Assert.Contains("has two methods Same", MessageOf(() => server.Register(new Twice())), StringComparison.Ordinal);
        Assert.Contains("has no shape", MessageOf(() => server.Register(new Version(1, 0))), StringComparison.Ordinal);
        Assert.Throws<GobException>(() => server.Map<Version, long>("A.B", _ => 0));
        Assert.Throws<ArgumentException>(() => new RpcServerException(""));
    }

    [Fact]
    public void Json_types_that_nobody_knows_are_told_of_when_registering()
    {
        RpcServer server = new(new RpcServerOptions { Protocol = RpcProtocol.JsonRpc });

        Assert.Contains(nameof(RpcServerOptions.Json), Assert.Throws<NotSupportedException>(() => server.Register(new Arith())).Message, StringComparison.Ordinal);
        server.Map<long, string>("A.B", _ => "known");
    }

    private static string MessageOf(Action action) => Assert.Throws<ArgumentException>(action).Message;

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Shapes
    {
        public long Plain(long args) => args;

        public Task<long> TaskAsync(long args) => System.Threading.Tasks.Task.FromResult(args + 1);

        public ValueTask<long> ValueTaskAsync(long args) => new(args + 2);

        public void Nothing(long args)
        {
        }

        public async Task NothingLaterAsync(long args) => await System.Threading.Tasks.Task.Yield();

        public long NoArgs() => 4;

        public void Filled(Args args, Reply reply) => reply.C = args.A + args.B;

        public async ValueTask FilledLaterAsync(Args args, Reply reply, CancellationToken cancellationToken)
        {
            await System.Threading.Tasks.Task.Yield();
            reply.C = args.A * args.B;
        }

        [MethodShape(Name = "GivenAsync")]
        public Task<long> NamedLater(long args) => System.Threading.Tasks.Task.FromResult(args + 7);

        [MethodShape(Name = "Renamed")]
        public long Named(long args) => args + 6;

        public string Token(long args, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled ? "given" : "none";

        public long TooMany(long first, long second, long third) => first + second + third;
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal partial interface IOne
    {
        long First(long args);
    }

    internal sealed class Two : IOne
    {
        public long First(long args) => args + 1;

        public long Second(long args) => args + 2;
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Unsuitable
    {
        public long TooMany(long first, long second, long third) => first + second + third;
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Twice
    {
        public long Same(long args) => args;

        public Task<long> SameAsync(long args) => Task.FromResult(args);
    }
}
