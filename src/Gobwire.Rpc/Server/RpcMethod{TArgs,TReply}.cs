using Gobwire.Rpc.Codecs;
using Gobwire.Rpc.Json;
using PolyType;

namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
/// <typeparam name="TArgs">The arguments' type; <see cref="Wire.EmptyStruct"/> for a method without any.</typeparam>
/// <typeparam name="TReply">The reply's type; <see cref="Wire.EmptyStruct"/> for a method that returns nothing.</typeparam>
internal sealed class RpcMethod<TArgs, TReply>(
    string service, string name, RpcHandler<TArgs, TReply> handler, ITypeShape<TArgs>? argsShape, ITypeShape<TReply>? replyShape)
    : RpcMethod(service, name)
{
    /// <summary>A method without arguments takes whatever is sent.</summary>
    private static readonly bool SkipsArgs = typeof(TArgs) == typeof(Wire.EmptyStruct);

    private readonly RpcHandler<TArgs, TReply> _plain = handler;
    private RpcHandler<TArgs, TReply> _handler = handler;

    /// <summary>The method as it was registered; where there are filters, with those around it.</summary>
    public RpcHandler<TArgs, TReply> Handler => _handler;

    public ITypeShape<TReply>? ReplyShape => replyShape;

    public override string Signature => $"{Name}({GoTypeName.Of(typeof(TArgs))}, *{GoTypeName.Of(typeof(TReply))}) error";

    public override void EnsureSupported(RpcServerOptions options)
    {
        if (options.Protocol == RpcProtocol.JsonRpc)
        {
            var types = new JsonTypes(options.Json);
            _ = types.Get<TArgs>();
            _ = types.Get<TReply>();
            return;
        }

        EnsureSupported(options.Gob, argsShape);
        EnsureSupported(options.Gob, replyShape);
    }

    public override async ValueTask<ServerCall> ReadCallAsync(ServerSession session, RequestHeader header)
    {
        TArgs args = default!;
        if (SkipsArgs)
            await session.Codec.SkipBodyAsync().ConfigureAwait(false);
        else
            args = await session.Codec.ReadBodyAsync(argsShape).ConfigureAwait(false);
        return new ServerCall<TArgs, TReply>(session, this, header, args);
    }

    public override void SetFilters(RpcNext filters) => Volatile.Write(ref _handler, async (args, caller, cancellationToken) =>
    {
        RpcCallContext context = caller.GetContext(cancellationToken);
        var call = new FilteredCall<TArgs, TReply>(_plain, args);
        context.Filtered = call;
        await filters(context).ConfigureAwait(false);
        return call.Reply;
    });

    private static void EnsureSupported<T>(GobOptions options, ITypeShape<T>? shape)
    {
        if (shape is null)
            options.EnsureSupported<T>();
        else
            options.EnsureSupported(shape);
    }
}
