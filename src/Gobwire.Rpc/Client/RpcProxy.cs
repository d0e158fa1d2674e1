using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gobwire.Rpc.Wire;
using PolyType;

namespace Gobwire.Rpc.Client;

/// <summary>An interface's methods as calls. Each is bound once, when the proxy is made.</summary>
[SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "DispatchProxy derives from it.")]
internal class RpcProxy : DispatchProxy
{
    private const string AsyncSuffix = "Async";

    private readonly Dictionary<MethodInfo, Func<object?[], object>> _calls = [];

    [RequiresDynamicCode("Generic types are made for the interface's types.")]
    [RequiresUnreferencedCode("The interface's methods are found by reflection.")]
    public void Initialize(RpcClient client, string service, Type type)
    {
        foreach (Type declaring in type.GetInterfaces().Prepend(type))
        {
            foreach (MethodInfo method in declaring.GetMethods(BindingFlags.Public | BindingFlags.Instance))
                _calls.Add(method, Bind(client, service, method));
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _calls[targetMethod!](args ?? []);

    [RequiresDynamicCode("Generic types are made for the interface's types.")]
    [RequiresUnreferencedCode("The interface's methods are found by reflection.")]
    private static Func<object?[], object> Bind(RpcClient client, string service, MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        bool hasToken = parameters is [.., { ParameterType: var last }] && last == typeof(CancellationToken);
        int count = parameters.Length - (hasToken ? 1 : 0);
        if (count > 1 || method.IsGenericMethod || !IsTask(method.ReturnType))
        {
            throw new ArgumentException(
                $"{method.DeclaringType}.{method.Name} cannot be a call: it needs at most one argument besides a CancellationToken, and a task as its result");
        }

        string name = method.GetCustomAttribute<MethodShapeAttribute>()?.Name
            ?? (method.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal) ? method.Name[..^AsyncSuffix.Length] : method.Name);
        string serviceMethod = $"{service}.{name}";
        Type args = count == 0 ? typeof(EmptyStruct) : parameters[0].ParameterType;
        Type reply = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(EmptyStruct);
        var call = (ProxyCall)Activator.CreateInstance(typeof(ProxyCall<,>).MakeGenericType(args, reply), method.ReturnType)!;
        return values => call.Invoke(
            client,
            serviceMethod,
            count == 0 ? default(EmptyStruct) : values[0],
            hasToken ? (CancellationToken)values[^1]! : CancellationToken.None);
    }

    private static bool IsTask(Type type)
    {
        Type kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return kind == typeof(Task) || kind == typeof(Task<>) || kind == typeof(ValueTask) || kind == typeof(ValueTask<>);
    }
}
