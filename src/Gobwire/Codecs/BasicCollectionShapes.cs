using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PolyType;
using PolyType.ReflectionProvider;

namespace Gobwire.Codecs;

/// <summary>Shapes of the base library's collections of basic types and of those with marshalers, however nested, so that they need no ceremony.</summary>
/// <remarks>
/// They come from reflection over a closed list of framework types. Native AOT has no code for combinations nobody wrote
/// down: there the simple collections of <see cref="BuiltInCodecs"/> remain, and a shape for the rest.
/// </remarks>
internal static class BasicCollectionShapes
{
    private static readonly HashSet<Type> Collections =
    [
        typeof(List<>), typeof(IList<>), typeof(IReadOnlyList<>), typeof(ICollection<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>),
        typeof(HashSet<>), typeof(ISet<>), typeof(Queue<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ReadOnlyMemory<>),
        typeof(Memory<>), typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(SortedDictionary<,>),
        typeof(ImmutableDictionary<,>), typeof(Nullable<>),
    ];

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only framework collections, kept by DynamicDependency.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by IsDynamicCodeSupported.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(List<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(HashSet<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(Queue<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(Dictionary<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(SortedDictionary<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ImmutableArray))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ImmutableList))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(ImmutableDictionary))]
    public static ITypeShape<T>? Find<T>(MarshalerCodecs marshalers) =>
        RuntimeFeature.IsDynamicCodeSupported && IsBasicCollection(typeof(T), marshalers)
            ? ReflectionTypeShapeProvider.Default.GetTypeShape<T>()
            : null;

    private static bool IsBasicCollection(Type type, MarshalerCodecs marshalers)
    {
        if (type.IsSZArray)
            return IsBasic(type.GetElementType()!, marshalers);
        return type.IsGenericType
            && Collections.Contains(type.GetGenericTypeDefinition())
            && type.GetGenericArguments().All(argument => IsBasic(argument, marshalers));
    }

    private static bool IsBasic(Type type, MarshalerCodecs marshalers) =>
        type == typeof(object) || BuiltInCodecs.Contains(type) || marshalers.Contains(type) || IsBasicCollection(type, marshalers);
}
