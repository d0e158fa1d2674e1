using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Gobwire.Benchmarks.Light;

/// <summary>A benchmark method of this assembly, ready to be called without BenchmarkDotNet.</summary>
internal sealed class LightBenchmark
{
    private readonly Type _type;
    private readonly MethodInfo _method;
    private readonly int? _size;

    private LightBenchmark(Type type, MethodInfo method, int? size)
    {
        _type = type;
        _method = method;
        _size = size;
        Operations = method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
    }

    public string Name => _size is null ? _method.Name : $"{_method.Name}/{_size}";

    /// <summary>How many operations a call is.</summary>
    public int Operations { get; }

    /// <summary>All of them, in the order of their classes; those with sizes once a size up to a bound.</summary>
    public static IEnumerable<LightBenchmark> All(int maxSize)
    {
        foreach (Type type in typeof(LightBenchmark).Assembly.GetTypes().OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            ParamsAttribute? sizes = type.GetProperty("Size")?.GetCustomAttribute<ParamsAttribute>();
            foreach (int? size in sizes is null ? [null] : sizes.Values.Cast<int?>().Where(s => s <= maxSize))
            {
                foreach (MethodInfo method in type.GetMethods().Where(m => m.IsDefined(typeof(BenchmarkAttribute))))
                    yield return new LightBenchmark(type, method, size);
            }
        }
    }

    /// <summary>Makes the benchmark's object, sets it up, and gives what is to be measured.</summary>
    public Action Prepare()
    {
        object target = Activator.CreateInstance(_type)!;
        if (_size is { } size)
            _type.GetProperty("Size")!.SetValue(target, size);
        _type.GetMethods().FirstOrDefault(m => m.IsDefined(typeof(GlobalSetupAttribute)))?.Invoke(target, []);
        if (_method.ReturnType == typeof(int))
            return Drop(_method.CreateDelegate<Func<int>>(target));
        if (_method.ReturnType == typeof(bool))
            return Drop(_method.CreateDelegate<Func<bool>>(target));
        return Drop(_method.CreateDelegate<Func<object>>(target));
    }

    private static Action Drop<T>(Func<T> benchmark) => () => benchmark();
}
