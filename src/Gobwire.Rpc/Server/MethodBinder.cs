using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Rpc.Server;

/// <summary>Makes the methods of a service of its type's shape: the only code that sees method shapes.</summary>
internal sealed class MethodBinder(string service, ServiceInstance instance) : TypeShapeVisitor
{
    private const string AsyncSuffix = "Async";

    private readonly List<(string Method, string Reason)> _ignored = [];

    /// <summary>The methods that do not suit, and why.</summary>
    public IReadOnlyList<(string Method, string Reason)> Ignored => _ignored;

    /// <exception cref="ArgumentException">No method suits, or two have one name.</exception>
    public IReadOnlyList<RpcMethod> Bind(ITypeShape shape)
    {
        var methods = new Dictionary<string, RpcMethod>(StringComparer.Ordinal);
        foreach (IMethodShape methodShape in shape.Methods)
        {
            if (methodShape.Accept(this) is not RpcMethod method)
                continue;
            if (!methods.TryAdd(method.Name, method))
                throw new ArgumentException($"rpc.Register: type {shape.Type} has two methods {method.Name}; names on the wire must differ");
        }

        if (methods.Count > 0)
            return [.. methods.Values];
        string hint = shape.Methods.Count == 0
            ? " (hint: its shape has no methods; mark it with [GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)])"
            : string.Concat(_ignored.Select(ignored => $"; {ignored.Method}: {ignored.Reason}"));
        throw new ArgumentException($"rpc.Register: type {shape.Type} has no exported methods of suitable type{hint}");
    }

    public override object? VisitMethod<TDeclaring, TState, TResult>(IMethodShape<TDeclaring, TState, TResult> shape, object? state)
    {
        if (shape.IsStatic)
            return Ignore(shape.Name, "it is static");
        bool isNamed = shape.AttributeProvider.GetCustomAttribute<MethodShapeAttribute>()?.Name is not null;
        string name =
            !isNamed && shape.IsAsync && shape.Name.Length > AsyncSuffix.Length && shape.Name.EndsWith(AsyncSuffix, StringComparison.Ordinal)
                ? shape.Name[..^AsyncSuffix.Length]
                : shape.Name;
        var target = new MethodTarget<TDeclaring, TState, TResult>(service, name, instance, shape);
        IReadOnlyList<IParameterShape> parameters = shape.Parameters;
        int count = parameters.Count;
        if (count > 0 && parameters[count - 1].ParameterType.Type == typeof(CancellationToken))
            target.Token = (Setter<TState, CancellationToken>)parameters[--count].Accept(SetterOf.Instance)!;
        if (count > 0 && parameters[count - 1].ParameterType.Type == typeof(RpcCallContext))
            target.Context = (Setter<TState, RpcCallContext>)parameters[--count].Accept(SetterOf.Instance)!;
        switch (count)
        {
            case 0:
                return target.WithoutArgs();
            case 1:
                return parameters[0].Accept(new ArgsBinder<TDeclaring, TState, TResult>(target));
            case 2 when shape.IsVoidLike:
                return parameters[0].Accept(new ArgsBinder<TDeclaring, TState, TResult>(target), parameters[1])
                    ?? Ignore(shape.Name, $"its second parameter, the reply, is no class that can be made by new {parameters[1].ParameterType.Type.Name}()");
            case 2:
                return Ignore(shape.Name, "it has a second parameter, the reply, and returns another");
            default:
                return Ignore(shape.Name, $"it has {count} parameters; it needs the arguments, and may have the reply, an {nameof(RpcCallContext)} and a CancellationToken");
        }
    }

    private object? Ignore(string method, string reason)
    {
        _ignored.Add((method, reason));
        return null;
    }
}
