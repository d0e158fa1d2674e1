namespace Gobwire.Rpc.Server;

/// <summary>Methods by their names on the wire. Looked up without a lock while others are registered: each change makes a new table.</summary>
internal sealed class ServiceTable
{
    private readonly Lock _lock = new();
    private RpcFilter[] _filters = [];
    private RpcNext? _filtered;
    private Dictionary<string, RpcMethod> _methods = new(StringComparer.Ordinal);

    /// <summary>All methods, by service and name.</summary>
    public IReadOnlyList<RpcMethod> Sorted =>
    [
        .. Volatile.Read(ref _methods).Values
            .OrderBy(method => method.Service, StringComparer.Ordinal)
            .ThenBy(method => method.Name, StringComparer.Ordinal),
    ];

    /// <summary>Adds the methods of a service.</summary>
    /// <exception cref="ArgumentException">There is a service of that name.</exception>
    public void AddService(string service, IReadOnlyList<RpcMethod> methods)
    {
        lock (_lock)
        {
            if (HasService(_methods, service))
                throw new ArgumentException($"rpc: service already defined: {service}", nameof(service));
            Add(methods);
        }
    }

    /// <summary>Adds one method.</summary>
    /// <exception cref="ArgumentException">There is a method of that name.</exception>
    public void AddMethod(RpcMethod method)
    {
        lock (_lock)
        {
            if (_methods.ContainsKey(method.FullName))
                throw new ArgumentException($"rpc: method already defined: {method.FullName}", nameof(method));
            Add([method]);
        }
    }

    /// <summary>Puts a filter inside those there are, around all methods there are and will be.</summary>
    public void AddFilter(RpcFilter filter)
    {
        lock (_lock)
        {
            _filters = [.. _filters, filter];
            _filtered = Compose(_filters);
            foreach (RpcMethod method in _methods.Values)
                method.SetFilters(_filtered);
        }
    }

    /// <summary>Finds a method, or says what is wrong in Go's words.</summary>
    public RpcMethod? Find(string serviceMethod, out string problem)
    {
        Dictionary<string, RpcMethod> methods = Volatile.Read(ref _methods);
        problem = "";
        if (methods.TryGetValue(serviceMethod, out RpcMethod? method))
            return method;
        int dot = serviceMethod.LastIndexOf('.');
        if (dot < 0)
            problem = "rpc: service/method request ill-formed: " + serviceMethod;
        else if (!HasService(methods, serviceMethod[..dot]))
            problem = "rpc: can't find service " + serviceMethod;
        else
            problem = "rpc: can't find method " + serviceMethod;
        return null;
    }

    private static bool HasService(Dictionary<string, RpcMethod> methods, string service)
    {
        foreach (RpcMethod method in methods.Values)
        {
            if (method.Service == service)
                return true;
        }

        return false;
    }

    /// <summary>Puts filters around whatever call comes, once.</summary>
    private static RpcNext Compose(RpcFilter[] filters)
    {
        RpcNext next = static context => context.Filtered!.RunAsync(context);
        for (int i = filters.Length - 1; i >= 0; i--)
        {
            RpcFilter filter = filters[i];
            RpcNext inner = next;
            next = context => filter(context, inner);
        }

        return next;
    }

    private void Add(IReadOnlyList<RpcMethod> added)
    {
        var methods = new Dictionary<string, RpcMethod>(_methods, StringComparer.Ordinal);
        foreach (RpcMethod method in added)
        {
            methods.Add(method.FullName, method);
            if (_filtered is not null)
                method.SetFilters(_filtered);
        }

        Volatile.Write(ref _methods, methods);
    }
}
