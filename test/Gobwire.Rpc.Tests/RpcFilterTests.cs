using System.Collections.Concurrent;
using System.Net;
using Gobwire.Rpc.Server;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Rpc.Tests;

/// <summary>What runs around methods.</summary>
public sealed class RpcFilterTests
{
    private static readonly Args SevenEight = new() { A = 7, B = 8 };

    private readonly ConcurrentQueue<string> _steps = new();
    private readonly CapturingLogger _logger = new();

    [Theory]
    [InlineData("tcp"), InlineData("http"), InlineData("json")]
    public async Task A_go_client_refused_by_a_filter_sees_its_text_and_its_connection_goes_on(string mode)
    {
        RpcServer server = TestServices.Create(mode);
        server.AddFilter((context, next) => context.ServiceMethod == "Arith.Multiply"
            ? throw new RpcServerException($"{context.ServiceMethod} is not for you")
            : next(context));
        await using RunningServer running = TestServices.Start(server, mode);

        await GoPeer.CheckAsync(mode, $"127.0.0.1:{running.Port}", "refused");
    }

    [Theory]
    [InlineData("tcp", "arith"), InlineData("tcp", "many"), InlineData("json", "arith"), InlineData("json", "many")]
    public async Task A_go_client_notices_nothing_of_filters_that_let_it_pass(string mode, string check)
    {
        RpcServer server = TestServices.Create(mode);
        server.AddFilter(async (context, next) =>
        {
            await Task.Yield();
            await next(context);
        });
        server.AddFilter((context, next) => next(context));
        await using RunningServer running = TestServices.Start(server, mode);

        await GoPeer.CheckAsync(mode, $"127.0.0.1:{running.Port}", check);
    }

    [Fact]
    public async Task The_filter_added_first_is_the_outermost_also_around_methods_added_later()
    {
        var server = new RpcServer();
        server.AddFilter(Step("a"));
        server.Map<long, long>("Twice.Of", Twice);
        server.AddFilter(Step("b"));
        server.Map<long, long>("Later.Of", Twice);
        await using var connected = new Connected(server);

        Assert.Equal(6, await connected.Client.CallAsync<long, long>("Twice.Of", 3));
        Assert.Equal(6, await connected.Client.CallAsync<long, long>("Later.Of", 3));

        Assert.Equal(
            [
                "a Twice.Of", "b Twice.Of", "method", "b after", "a after",
                "a Later.Of", "b Later.Of", "method", "b after", "a after",
            ],
            _steps);
    }

    [Fact]
    public async Task A_filter_added_while_a_connection_is_served_is_around_its_next_call()
    {
        var server = new RpcServer();
        server.Map<long, long>("Twice.Of", Twice);
        await using var connected = new Connected(server);
        Assert.Equal(6, await connected.Client.CallAsync<long, long>("Twice.Of", 3));

        server.AddFilter(Step("late"));
        Assert.Equal(8, await connected.Client.CallAsync<long, long>("Twice.Of", 4));

        Assert.Equal(["method", "late Twice.Of", "method", "late after"], _steps);
    }

    [Fact]
    public async Task A_filter_sees_the_method_and_both_ends_of_the_connection()
    {
        var server = new RpcServer();
        server.Map<long, long>("Twice.Of", Twice);
        RpcCallContext? seen = null;
        server.AddFilter((context, next) =>
        {
            seen = context;
            return next(context);
        });
        await using RunningServer running = server.Start(new IPEndPoint(IPAddress.Loopback, 0));
        TransportConnection connection = await TransportDialer.DialAsync(TransportAddress.Parse($"127.0.0.1:{running.Port}", 0), null, Until.Deadline);
        await using var client = new RpcClient(connection);

        Assert.Equal(6, await client.CallAsync<long, long>("Twice.Of", 3));

        Assert.NotNull(seen);
        Assert.Equal("Twice.Of", seen.ServiceMethod);
        Assert.Equal(connection.LocalEndPoint, seen.RemoteEndPoint);
        Assert.Equal($"127.0.0.1:{((IPEndPoint)connection.LocalEndPoint!).Port}", seen.Peer);
        Assert.Equal(running.LocalEndPoint, seen.LocalEndPoint);
        Assert.Null(seen.PeerCertificate);
        Assert.Null(seen.Services);
        Assert.False(seen.Aborted.IsCancellationRequested);
        connection.Abort("lost");
        await Until.FiredAsync(seen.Aborted);
    }

    [Fact]
    public async Task A_filter_s_other_exceptions_are_logged_and_tell_strangers_nothing()
    {
        var server = new RpcServer(logger: _logger);
        server.Map<long, long>("Twice.Of", Twice);
        server.AddFilter((_, _) => throw new InvalidOperationException("the secret"));
        await using var connected = new Connected(server);

        var error = await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<long, long>("Twice.Of", 3));

        Assert.Equal(RpcServerOptions.InternalError, error.Message);
        Assert.Equal("the secret", Assert.Single(_logger.Of("CallFailed")).Exception?.Message);
        Assert.Empty(_steps);
    }

    [Theory]
    [InlineData("ends the call"), InlineData("swallows a failure"), InlineData("swallows a failure after a success")]
    public async Task A_call_that_a_filter_leaves_without_a_reply_fails(string how)
    {
        var server = new RpcServer(logger: _logger);
        int calls = 0;
        server.Map<long, string>("Fails.Later", _ => ++calls > (how.EndsWith("success", StringComparison.Ordinal) ? 1 : 0)
            ? throw new RpcServerException("failed")
            : "a reply");
        server.AddFilter(async (context, next) =>
        {
            if (how == "ends the call")
                return;
            try
            {
                await next(context);
                await next(context);
            }
            catch (RpcServerException)
            {
                _steps.Enqueue("swallowed");
            }
        });
        await using var connected = new Connected(server);

        var error = await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<long, string>("Fails.Later", 3));

        Assert.Equal(RpcServerOptions.InternalError, error.Message);
        Assert.Contains("without a reply", Assert.Single(_logger.Of("CallFailed")).Exception!.Message, StringComparison.Ordinal);
        Assert.Equal(how == "ends the call" ? 0 : 1, _steps.Count);
    }

    [Fact]
    public async Task A_filter_may_answer_a_method_s_failure_with_another_text()
    {
        RpcServer server = TestServices.Create("tcp");
        server.AddFilter(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException error)
            {
                throw new RpcServerException($"{context.ServiceMethod}: try again", error);
            }
        });
        await using var connected = new Connected(server);

        var failed = await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<Args, GobValue>("Arith.Fail", SevenEight));

        Assert.Equal("Arith.Fail: try again", failed.Message);
    }

    [Fact]
    public async Task A_method_finds_what_filters_have_left_in_the_context()
    {
        var server = new RpcServer();
        var services = new Services();
        using var sooner = new CancellationTokenSource();
        server.AddFilter((context, next) =>
        {
            context.Items["user"] = "ada";
            context.Services = services;
            context.CancellationToken = sooner.Token;
            return next(context);
        });
        server.Map<long, string>("Who.Is", (_, context, token) => new(
            $"{context.Items["user"]} {context.Services == services} {context.CancellationToken == sooner.Token} {token == sooner.Token}"));
        CancellationToken seen = default;
        server.Map<long, long>("Token.Of", (number, token) =>
        {
            seen = token;
            return new(number);
        });
        await using var connected = new Connected(server);

        Assert.Equal("ada True True True", await connected.Client.CallAsync<long, string>("Who.Is", 1));
        Assert.Equal(1, await connected.Client.CallAsync<long, long>("Token.Of", 1));
        Assert.Equal(sooner.Token, seen);
    }

    [Fact]
    public async Task A_filter_s_time_is_the_call_s()
    {
        var time = new FakeTimeProvider();
        var server = new RpcServer(new RpcServerOptions { CallTimeout = TimeSpan.FromSeconds(3), TimeProvider = time });
        server.Map<long, long>("Twice.Of", Twice);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.AddFilter(async (context, next) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            await next(context);
        });
        await using var connected = new Connected(server);
        Task<long> call = connected.Client.CallAsync<long, long>("Twice.Of", 3);
        await begun.Task.WaitAsync(Until.Deadline);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("the call took longer than 3 s", (await Assert.ThrowsAsync<RpcServerException>(() => call)).Message);
        Assert.Empty(_steps);
    }

    [Fact]
    public async Task Calls_of_no_method_and_with_bad_arguments_do_not_come_to_filters()
    {
        RpcServer server = TestServices.Create("tcp");
        server.AddFilter(Step("a"));
        await using var connected = new Connected(server);

        await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<Args, long>("Arith.Nothing", SevenEight));
        await Assert.ThrowsAsync<RpcServerException>(() => connected.Client.CallAsync<string, long>("Arith.Multiply", "text"));

        Assert.Empty(_steps);
        Assert.Equal(56, await connected.Client.CallAsync<Args, long>("Arith.Multiply", SevenEight));
        Assert.Equal(["a Arith.Multiply", "a after"], _steps);
    }

    [Fact]
    public void Without_filters_a_method_is_called_as_it_was_registered()
    {
        var table = new ServiceTable();
        RpcHandler<long, long> handler = (number, _, _) => new(number);
        var method = new RpcMethod<long, long>("A", "B", handler, null, null);
        table.AddMethod(method);

        Assert.Same(handler, method.Handler);
        table.AddFilter((context, next) => next(context));
        Assert.NotSame(handler, method.Handler);
    }

    private long Twice(long number)
    {
        _steps.Enqueue("method");
        return 2 * number;
    }

    private RpcFilter Step(string name) => async (context, next) =>
    {
        _steps.Enqueue($"{name} {context.ServiceMethod}");
        await next(context);
        _steps.Enqueue($"{name} after");
    };

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
