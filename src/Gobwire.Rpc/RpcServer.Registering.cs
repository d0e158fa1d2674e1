using Gobwire.Rpc.Server;
using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Rpc;

public sealed partial class RpcServer
{
    /// <summary>Registers the methods of an object as a service named after its type (Go: <c>Register</c>).</summary>
    /// <inheritdoc cref="Register{T}(string, T, ITypeShape{T})"/>
    public void Register<T>(T instance)
        where T : notnull => Register(typeof(T).Name, instance);

    /// <summary>Registers the methods of an object as a service (Go: <c>RegisterName</c>).</summary>
    /// <inheritdoc cref="Register{T}(string, T, ITypeShape{T})"/>
    public void Register<T>(string service, T instance)
        where T : notnull
    {
        Register(service, instance, ShapeOf<T>(nameof(instance)));
    }

    /// <summary>Registers the methods of an object as a service, by a shape that includes them.</summary>
    /// <typeparam name="T">
    /// The type: marked with <c>[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]</c>, or its methods with <c>[MethodShape]</c>.
    /// </typeparam>
    /// <param name="service">The service's name on the wire.</param>
    /// <param name="instance">The object. Its methods are called from several threads at a time.</param>
    /// <param name="shape">The type's shape.</param>
    /// <remarks>
    /// A method takes the arguments and returns the reply, itself, as a task or not at all; or it takes the arguments and an object for the
    /// reply, which it fills in, as in Go. Last may come a <see cref="RpcCallContext"/>, which tells who calls, and a <see cref="CancellationToken"/>,
    /// which fires when the connection is lost. <c>Async</c> at the end of an asynchronous method's name is left off on the wire; a name given by
    /// <c>[MethodShape(Name = …)]</c> is taken as it is. Other methods are ignored, as in Go.
    /// </remarks>
    /// <exception cref="ArgumentException">There is such a service already, or the type has no methods that suit, or two of one name.</exception>
    /// <exception cref="GobException">A method's type has no form in gob.</exception>
    public void Register<T>(string service, T instance, ITypeShape<T> shape)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(instance);
        AddService(service, new ServiceInstance(instance), shape);
    }

    /// <summary>Registers the methods of a type as a service whose object is made anew for each call, as a container's scope does.</summary>
    /// <typeparam name="T">The type, as for <see cref="Register{T}(string, T, ITypeShape{T})"/>.</typeparam>
    /// <param name="service">The service's name on the wire.</param>
    /// <param name="beginCall">Makes the object of a call, from several threads at a time. What it throws fails the call.</param>
    /// <exception cref="ArgumentException">There is such a service already, or the type has no methods that suit, or two of one name.</exception>
    /// <exception cref="GobException">A method's type has no form in gob.</exception>
    public void RegisterPerCall<T>(string service, Func<RpcCallScope<T>> beginCall)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(beginCall);
        AddService(service, new ServiceInstance(_ => Parts(beginCall()), needsContext: false), ShapeOf<T>(nameof(beginCall)));
    }

    /// <inheritdoc cref="RegisterPerCall{T}(string, Func{RpcCallScope{T}})"/>
    /// <param name="service">The service's name on the wire.</param>
    /// <param name="beginCall">Makes the object of a call, which it gets, from several threads at a time. What it throws fails the call.</param>
    public void RegisterPerCall<T>(string service, Func<RpcCallContext, RpcCallScope<T>> beginCall)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(beginCall);
        AddService(service, new ServiceInstance(context => Parts(beginCall(context!)), needsContext: true), ShapeOf<T>(nameof(beginCall)));
    }

    /// <summary>Registers one method by a delegate.</summary>
    /// <typeparam name="TArgs">The arguments' type; <see cref="GobValue"/> for any.</typeparam>
    /// <typeparam name="TReply">The reply's type.</typeparam>
    /// <param name="serviceMethod">The service and method, as <c>Arith.Multiply</c>.</param>
    /// <param name="handler">Makes the reply of the arguments. Called from several threads at a time.</param>
    /// <exception cref="ArgumentException">The name has not both parts, or is taken.</exception>
    /// <exception cref="GobException">A type has no form in gob.</exception>
    public void Map<TArgs, TReply>(string serviceMethod, Func<TArgs, TReply> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod<TArgs, TReply>(serviceMethod, (args, _, _) => new(handler(args)));
    }

    /// <inheritdoc cref="Map{TArgs, TReply}(string, Func{TArgs, TReply})"/>
    public void Map<TArgs, TReply>(string serviceMethod, Func<TArgs, CancellationToken, ValueTask<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod<TArgs, TReply>(serviceMethod, (args, _, token) => handler(args, token));
    }

    /// <inheritdoc cref="Map{TArgs, TReply}(string, Func{TArgs, TReply})"/>
    public void Map<TArgs, TReply>(string serviceMethod, Func<TArgs, RpcCallContext, CancellationToken, ValueTask<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddMethod<TArgs, TReply>(serviceMethod, (args, caller, token) => handler(args, caller.GetContext(token), token));
    }

    private void AddMethod<TArgs, TReply>(string serviceMethod, RpcHandler<TArgs, TReply> handler)
    {
        ArgumentNullException.ThrowIfNull(serviceMethod);
        int dot = serviceMethod.LastIndexOf('.');
        if (dot <= 0 || dot == serviceMethod.Length - 1)
            throw new ArgumentException($"rpc: service/method name ill-formed: {serviceMethod}", nameof(serviceMethod));
        var method = new RpcMethod<TArgs, TReply>(serviceMethod[..dot], serviceMethod[(dot + 1)..], handler, null, null);
        method.EnsureSupported(Options);
        _table.AddMethod(method);
    }

    private static (object Instance, IAsyncDisposable? Scope) Parts<T>(RpcCallScope<T> call)
        where T : notnull => (call.Instance, call.Scope);

    private void AddService(string service, ServiceInstance instance, ITypeShape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentNullException.ThrowIfNull(shape);
        var binder = new MethodBinder(service, instance);
        IReadOnlyList<RpcMethod> methods = binder.Bind(shape);
        foreach ((string method, string reason) in binder.Ignored)
            Log.MethodIgnored(_logger, service, method, reason);
        foreach (RpcMethod method in methods)
            method.EnsureSupported(Options);
        _table.AddService(service, methods);
    }

    private ITypeShape<T> ShapeOf<T>(string parameter) =>
        (ITypeShape<T>?)Options.Gob.TypeShapeProvider?.GetTypeShape(typeof(T))
        ?? TypeShapeResolver.ResolveDynamic<T>()
        ?? throw new ArgumentException(
            $"rpc.Register: type {typeof(T)} has no shape: mark it partial with " +
            "[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]",
            parameter);
}
