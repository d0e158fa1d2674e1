using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Commands.Tests;
using Gobwire.Testing;
using Gobwire.Transport;
using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Rpc.Tests;

/// <summary>What a method sees of its caller.</summary>
public sealed partial class RpcCallContextTests
{
    [Fact]
    public async Task A_method_of_any_shape_may_take_the_context_before_its_token()
    {
        var server = new RpcServer();
        server.Register("Who", new Who());
        await using var connected = new Connected(server);
        RpcClient client = connected.Client;

        Assert.Equal("\"Who.NoArgs (memory)\"", await client.CallJsonAsync("Who.NoArgs", "1"));
        Assert.Equal("\"Who.AfterArgs 1\"", await client.CallJsonAsync("Who.AfterArgs", "1"));
        Assert.Equal("\"Who.BeforeToken 1 True\"", await client.CallJsonAsync("Who.BeforeToken", "1"));
        Assert.Equal("\"Who.Later 1\"", await client.CallJsonAsync("Who.Later", "1"));
        Assert.Equal("""{"C":5}""", await client.CallJsonAsync("Who.Filled", """{"A":2,"B":3}"""));
        Assert.Equal(
            "rpc: can't find method Who.Twice",
            (await Assert.ThrowsAsync<RpcServerException>(() => client.CallJsonAsync("Who.Twice", "1"))).Message);
    }

    [Fact]
    public async Task Who_makes_the_object_of_a_call_the_method_and_filters_see_the_same_context()
    {
        var server = new RpcServer();
        RpcCallContext? made = null;
        server.RegisterPerCall("Mark", context =>
        {
            made = context;
            context.Items["mark"] = "made";
            return new RpcCallScope<Marked>(new Marked(), null);
        });
        await using var connected = new Connected(server);

        Assert.Equal("\"made\"", await connected.Client.CallJsonAsync("Mark.Read", "1"));

        RpcCallContext? filtered = null;
        server.AddFilter((context, next) =>
        {
            filtered = context;
            return next(context);
        });
        Assert.Equal("\"made\"", await connected.Client.CallJsonAsync("Mark.Read", "1"));
        Assert.NotNull(filtered);
        Assert.Same(filtered, made);
    }

    [Fact]
    public async Task A_go_client_s_certificate_tells_a_method_and_a_filter_who_calls()
    {
        using var folder = new CertificateFolder(TimeProvider.System, new CapturingLogger());
        folder.Write("server", "server");
        X509Certificate2Collection clients = folder.Write("client", "ada");
        using TlsCertificateFiles files = folder.Open("server");
        var server = new RpcServer(new RpcServerOptions
        {
            Tls = new TlsServerOptions { Certificate = files, ClientCertificates = TlsClientCertificateMode.Required, ClientAuthorities = clients },
        });
        server.Map<long, string>("Who.AmI", (_, context, _) => new($"{context.PeerCertificate?.Subject}, {context.Items["filter"]}"));
        server.AddFilter((context, next) =>
        {
            context.Items["filter"] = context.PeerCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return next(context);
        });
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0));
        string mode = string.Join(',', "tls", folder.PathOf("server.pem"), folder.PathOf("client.pem"), folder.PathOf("client.key"));

        await using GoPeer go = await GoPeer.BeginCheckAsync(mode, $"127.0.0.1:{running.Port}", "who");

        Assert.Equal("CN=ada, ada", await go.ReadLineAsync());
        await go.ExpectContentAsync();
    }

    [Fact]
    public void A_method_s_shape_has_nothing_of_what_a_context_leads_to()
    {
        ITypeShape context = TypeShapeResolver.ResolveDynamic<Who>()!.Methods.Single(m => m.Name == nameof(Who.NoArgs)).Parameters[0].ParameterType;

        Assert.Equal(typeof(RpcCallContext), context.Type);
        Assert.Empty(((IObjectTypeShape)context).Properties);
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Who
    {
        public string NoArgs(RpcCallContext context) => $"{context.ServiceMethod} {context.Peer}";

        public string AfterArgs(long args, RpcCallContext context) => $"{context.ServiceMethod} {args}";

        public string BeforeToken(long args, RpcCallContext context, CancellationToken cancellationToken) =>
            $"{context.ServiceMethod} {args} {cancellationToken == context.CancellationToken}";

        public async Task<string> LaterAsync(long args, RpcCallContext context)
        {
            await Task.Yield();
            return $"{context.ServiceMethod} {args}";
        }

        public void Filled(Args args, Reply reply, RpcCallContext context) => reply.C = context.ServiceMethod == "Who.Filled" ? args.A + args.B : 0;

        public string Twice(long args, RpcCallContext first, RpcCallContext second) => $"{args} {first.Peer} {second.Peer}";
    }

    [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
    internal sealed partial class Marked
    {
        public string Read(RpcCallContext context) => $"{context.Items["mark"]}";
    }
}
