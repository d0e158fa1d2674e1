using Gobwire.Rpc.Wire;
using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Rpc.Server;

/// <summary>A method on its object, waiting for what its parameters turn out to be.</summary>
internal sealed class MethodTarget<TDeclaring, TState, TResult>(
    string service, string name, ServiceInstance instance, IMethodShape<TDeclaring, TState, TResult> shape)
    where TState : IArgumentState
{
    private readonly Func<TState> _createState = shape.GetArgumentStateConstructor();
    private readonly MethodInvoker<TDeclaring?, TState, TResult> _invoker = shape.GetMethodInvoker();

    /// <summary>Sets the token, where the method takes one.</summary>
    public Setter<TState, CancellationToken>? Token { get; set; }

    /// <summary>Sets the context, where the method takes one.</summary>
    public Setter<TState, RpcCallContext>? Context { get; set; }

    public RpcMethod WithoutArgs() => WithArgs<EmptyStruct>(static (ref _, _) => { }, null);

    /// <summary>.NET's way: arguments in, reply out.</summary>
    public RpcMethod WithArgs<TArgs>(Setter<TState, TArgs> setArgs, ITypeShape<TArgs>? argsShape)
    {
        if (shape.IsVoidLike)
        {
            return new RpcMethod<TArgs, EmptyStruct>(
                service, name, (args, caller, token) => ReplyWithNothing(Invoke(setArgs, args, caller, token)), argsShape, null);
        }

        return new RpcMethod<TArgs, TResult>(
            service, name, (args, caller, token) => Invoke(setArgs, args, caller, token), argsShape, shape.ReturnType);
    }

    /// <summary>Go's way: arguments in, and an object for the reply to be filled in.</summary>
    public RpcMethod WithReply<TArgs, TReply>(
        Setter<TState, TArgs> setArgs,
        ITypeShape<TArgs> argsShape,
        Setter<TState, TReply> setReply,
        ITypeShape<TReply> replyShape,
        Func<TReply> createReply)
    {
        return new RpcMethod<TArgs, TReply>(service, name, Handle, argsShape, replyShape);

        async ValueTask<TReply> Handle(TArgs args, IRpcCaller caller, CancellationToken token)
        {
            TReply reply = createReply();
            RpcCallContext? context = ContextOf(caller, token);
            TState state = CreateState(setArgs, args, context, token);
            setReply(ref state, reply);
            await Invoke(state, context).ConfigureAwait(false);
            return reply;
        }
    }

    private static ValueTask<EmptyStruct> ReplyWithNothing(ValueTask<TResult> result)
    {
        if (!result.IsCompletedSuccessfully)
            return WaitAsync(result);
        _ = result.Result;
        return default;

        static async ValueTask<EmptyStruct> WaitAsync(ValueTask<TResult> result)
        {
            await result.ConfigureAwait(false);
            return default;
        }
    }

    private ValueTask<TResult> Invoke<TArgs>(Setter<TState, TArgs> setArgs, TArgs args, IRpcCaller caller, CancellationToken token)
    {
        RpcCallContext? context = ContextOf(caller, token);
        return Invoke(CreateState(setArgs, args, context, token), context);
    }

    /// <summary>Who calls; null where nobody wants to know.</summary>
    private RpcCallContext? ContextOf(IRpcCaller caller, CancellationToken token) =>
        Context is null && !instance.NeedsContext ? null : caller.GetContext(token);

    private ValueTask<TResult> Invoke(TState state, RpcCallContext? context)
    {
        if (instance.BeginCall is { } beginCall)
            return InvokeOnOwnAsync(beginCall, state, context);
        var target = (TDeclaring?)instance.Shared;
        return _invoker(ref target, ref state);
    }

    private async ValueTask<TResult> InvokeOnOwnAsync(
        Func<RpcCallContext?, (object Instance, IAsyncDisposable? Scope)> beginCall, TState state, RpcCallContext? context)
    {
        (object own, IAsyncDisposable? scope) = beginCall(context);
        try
        {
            var target = (TDeclaring?)own;
            return await _invoker(ref target, ref state).ConfigureAwait(false);
        }
        finally
        {
            if (scope is not null)
                await scope.DisposeAsync().ConfigureAwait(false);
        }
    }

    private TState CreateState<TArgs>(Setter<TState, TArgs> setArgs, TArgs args, RpcCallContext? context, CancellationToken token)
    {
        TState state = _createState();
        setArgs(ref state, args);
        Token?.Invoke(ref state, token);
        Context?.Invoke(ref state, context!);
        return state;
    }
}
