using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gobwire.Rpc.Client;

namespace Gobwire.Rpc;

public sealed partial class RpcClient
{
    /// <summary>
    /// Makes an object of an interface whose methods call a service. By reflection, so not for trimmed or AOT programs: there, a class of a
    /// line a method does the same.
    /// </summary>
    /// <typeparam name="T">
    /// The interface. Each method has one parameter or none, and may have a <see cref="CancellationToken"/> last; it returns <see cref="Task"/>,
    /// <see cref="Task{TResult}"/>, <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/>. <c>Async</c> at the end of its name is left off
    /// on the wire; a name given by <c>[MethodShape(Name = …)]</c> is taken as it is.
    /// </typeparam>
    /// <param name="service">The service's name on the wire; null for the interface's without its I.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ArgumentException">The type is no interface, or a method is of another kind.</exception>
    [RequiresDynamicCode("Generic methods are made for the interface's types. In AOT programs write the class by hand.")]
    [RequiresUnreferencedCode("The interface's methods are found by reflection. In trimmed programs write the class by hand.")]
    public T CreateProxy<T>(string? service = null)
        where T : class
    {
        if (!typeof(T).IsInterface)
            throw new ArgumentException($"{typeof(T)} is no interface");
        string name = typeof(T).Name;
        service ??= name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name[1..] : name;
        T proxy = DispatchProxy.Create<T, RpcProxy>();
        ((RpcProxy)(object)proxy).Initialize(this, service, typeof(T));
        return proxy;
    }
}
