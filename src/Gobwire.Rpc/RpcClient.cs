using System.IO.Pipelines;
using Gobwire.Commands;
using Gobwire.Rpc.Client;
using Gobwire.Transport;
using PolyType;

namespace Gobwire.Rpc;

/// <summary>
/// Calls the methods of a net/rpc server, in Go or .NET. Many calls can be under way at a time, from any thread; their replies come in any
/// order.
/// </summary>
public sealed partial class RpcClient : IAsyncDisposable
{
    private readonly RpcClientOptions _options;
    private readonly ClientConnection _connection;
    private readonly Reconnector? _reconnector;
    private volatile bool _isClosed;

    /// <summary>Makes a client over any pipes. It does not dial anew when they end.</summary>
    /// <param name="connection">The connection; closed with the client.</param>
    /// <param name="options">The options; null for the defaults.</param>
    public RpcClient(IDuplexPipe connection, RpcClientOptions? options = null)
        : this(Open(connection, options ?? new RpcClientOptions()), options, dial: null)
    {
    }

    private RpcClient(ClientConnection connection, RpcClientOptions? options, Func<CancellationToken, Task<ClientConnection>>? dial)
    {
        _options = options ?? new RpcClientOptions();
        _connection = connection;
        if (dial is not null && _options.Reconnect is { } reconnect)
            _reconnector = new Reconnector(connection, dial, reconnect, _options.TimeProvider);
    }

    /// <summary>Calls a method, and waits for its reply.</summary>
    /// <typeparam name="TArgs">The arguments' type: marked with <c>[GenerateShape]</c>, a basic type, a collection of those, or <see cref="GobValue"/>.</typeparam>
    /// <typeparam name="TReply">The reply's type, likewise.</typeparam>
    /// <param name="serviceMethod">The service and method, as <c>Arith.Multiply</c>.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="cancellationToken">Gives up this call; others go on. The server is not told: net/rpc has no way to.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="RpcServerException">The server answered with an error.</exception>
    /// <exception cref="RpcException">No reply came in time, the reply does not fit, or the connection is lost.</exception>
    /// <exception cref="GobException">The arguments have no form in gob; nothing was sent.</exception>
    public Task<TReply> CallAsync<TArgs, TReply>(string serviceMethod, TArgs args, CancellationToken cancellationToken = default) =>
        CallAsync<TArgs, TReply>(serviceMethod, args, null, null, cancellationToken);

    /// <inheritdoc cref="CallAsync{TArgs, TReply}(string, TArgs, CancellationToken)"/>
    /// <param name="serviceMethod">The service and method.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="argsShape">The shape of the arguments' type; null for the one it is marked with.</param>
    /// <param name="replyShape">The shape of the reply's type; null for the one it is marked with.</param>
    /// <param name="cancellationToken">Gives up this call.</param>
    public Task<TReply> CallAsync<TArgs, TReply>(
        string serviceMethod,
        TArgs args,
        ITypeShape<TArgs>? argsShape,
        ITypeShape<TReply>? replyShape,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(serviceMethod);
        return Telemetry.Rpc.IsClientObserved
            ? CallObservedAsync(serviceMethod, args, argsShape, replyShape, cancellationToken)
            : CallOnceAsync(serviceMethod, args, argsShape, replyShape, cancellationToken);
    }

    /// <summary>Closes the connection. Calls under way end with <see cref="RpcErrorKind.Shutdown"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        if (_reconnector is not null)
            await _reconnector.DisposeAsync().ConfigureAwait(false);
        await _connection.CloseAsync().ConfigureAwait(false);
    }

    private static ClientConnection Open(IDuplexPipe connection, RpcClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(connection as TransportConnection ?? MemoryTransport.FromPipe(connection, options.TimeProvider), options);
    }

    private async Task<TReply> CallObservedAsync<TArgs, TReply>(
        string serviceMethod, TArgs args, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape, CancellationToken cancellationToken)
    {
        CallMeasure measure = Telemetry.Rpc.BeginCalling(serviceMethod, _connection.RemoteEndPoint, _options.TimeProvider);
        try
        {
            TReply reply = await CallOnceAsync(serviceMethod, args, argsShape, replyShape, cancellationToken).ConfigureAwait(false);
            measure.End();
            return reply;
        }
        catch (Exception error)
        {
            measure.End(Telemetry.ErrorTypeOf(error));
            throw;
        }
    }

    private Task<TReply> CallOnceAsync<TArgs, TReply>(
        string serviceMethod, TArgs args, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape, CancellationToken cancellationToken)
    {
        if (_options.CallTimeout != Timeout.InfiniteTimeSpan)
            return CallInTimeAsync(serviceMethod, args, argsShape, replyShape, cancellationToken);
        return _reconnector is null
            ? _connection.CallAsync(serviceMethod, args, argsShape, replyShape, cancellationToken)
            : CallConnectedAsync(serviceMethod, args, argsShape, replyShape, cancellationToken);
    }

    private async Task<TReply> CallInTimeAsync<TArgs, TReply>(
        string serviceMethod, TArgs args, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.CallTimeout, _options.TimeProvider);
        using CancellationTokenSource? both =
            cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken) : null;
        CancellationToken either = both?.Token ?? timeout.Token;
        try
        {
            Task<TReply> call = _reconnector is null
                ? _connection.CallAsync(serviceMethod, args, argsShape, replyShape, either)
                : CallConnectedAsync(serviceMethod, args, argsShape, replyShape, either);
            return await call.ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(
                RpcErrorKind.Timeout, $"{serviceMethod}: no reply within {_options.CallTimeout.TotalSeconds:0.###} s", error);
        }
    }

    /// <summary>Calls on the connection there is, or on the next one; what was sent once is never sent again.</summary>
    private async Task<TReply> CallConnectedAsync<TArgs, TReply>(
        string serviceMethod, TArgs args, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape, CancellationToken cancellationToken)
    {
        while (true)
        {
            ClientConnection connection = await _reconnector!.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await connection.CallAsync(serviceMethod, args, argsShape, replyShape, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException error) when (error.Kind == RpcErrorKind.Shutdown && !_isClosed)
            {
                // Lost before this call was taken; the next connection is on its way.
                await connection.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
                await Task.Yield();
            }
        }
    }
}
