using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Gobwire.Wire;
using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

internal sealed partial class CodecBuilder
{
    public override object? VisitEnumerable<TEnumerable, TElement>(
        IEnumerableTypeShape<TEnumerable, TElement> enumerableShape, object? state)
    {
        if (enumerableShape.Rank > 1 || enumerableShape.IsAsyncEnumerable)
            return new FormlessCodec<TEnumerable>("use an array of arrays, or a list");

        Codec<TEnumerable> codec = CreateSlice(enumerableShape);
        if (typeof(TEnumerable).GetCustomAttribute<InlineArrayAttribute>() is { } inline)
            return codec.WithLengths([inline.Length]);
        return WithDeclaredLengths(codec, enumerableShape.AttributeProvider);
    }

    public override object? VisitDictionary<TDictionary, TKey, TValue>(
        IDictionaryTypeShape<TDictionary, TKey, TValue> dictionaryShape, object? state)
    {
        Codec<TKey> key = GetOrAdd(dictionaryShape.KeyType);
        Codec<TValue> value = GetOrAdd(dictionaryShape.ValueType);
        if (typeof(TDictionary) == typeof(Dictionary<TKey, TValue>))
            return new DictionaryMapCodec<TKey, TValue>(key, value);
        return new ReadOnlyMapCodec<TDictionary, TKey, TValue>(
            key,
            value,
            dictionaryShape.GetGetDictionary(),
            MapBuilder(dictionaryShape),
            dictionaryShape.AvailableInsertionModes.HasFlag(DictionaryInsertionMode.Overwrite)
                ? dictionaryShape.GetInserter(DictionaryInsertionMode.Overwrite)
                : null,
            IsDeclared(typeof(TDictionary)) ? DeclareMap(dictionaryShape) : null);
    }

    private Codec<TEnumerable> CreateSlice<TEnumerable, TElement>(IEnumerableTypeShape<TEnumerable, TElement> shape)
    {
        Codec<TElement> element = GetOrAdd(shape.ElementType);
        if (typeof(TEnumerable) == typeof(TElement[]))
            return (Codec<TEnumerable>)(object)new ArraySliceCodec<TElement>(element);
        if (typeof(TEnumerable) == typeof(List<TElement>))
            return (Codec<TEnumerable>)(object)new ListSliceCodec<TElement>(element);
        if (typeof(TEnumerable) == typeof(ImmutableArray<TElement>))
            return (Codec<TEnumerable>)(object)new ImmutableArraySliceCodec<TElement>(element);
        Func<TEnumerable, IEnumerable<TElement>> enumerate = shape.GetGetEnumerable();
        BuildFromSpan<TEnumerable, TElement>? build = SliceBuilder(shape);
        if (build is not null && IsStack<TEnumerable, TElement>())
            build = Reversed(build);
        if (build is not null && shape.IsSetType && !IsSorted<TEnumerable, TElement>())
            build = Guarded(build);
        bool isArray = shape.AttributeProvider.IsDefined<GobArrayAttribute>() || typeof(TEnumerable).IsDefined(typeof(InlineArrayAttribute));
        if (typeof(TElement) == typeof(byte) && !isArray)
        {
            return new ConvertingCodec<TEnumerable, byte[]>(
                BuiltInCodecs.Get<byte[]>(),
                value => value is null ? [] : [.. (IEnumerable<byte>)enumerate(value)],
                bytes => build is not null ? build((TElement[])(object)bytes) : throw CannotBuild(typeof(TEnumerable)));
        }

        return new EnumerableSliceCodec<TEnumerable, TElement>(
            element, enumerate, build, length: -1, IsDeclared(typeof(TEnumerable)) ? DeclareSlice(shape) : null);
    }

    private static GobException CannotBuild(Type type) =>
        new(GobErrorKind.UnsupportedType, $"{TypeNames.Of(type)} cannot be built from elements");

    private static BuildFromSpan<TEnumerable, TElement>? SliceBuilder<TEnumerable, TElement>(
        IEnumerableTypeShape<TEnumerable, TElement> shape)
    {
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.Parameterized)
        {
            ParameterizedCollectionConstructor<TElement, TElement, TEnumerable> construct = shape.GetParameterizedConstructor();
            return elements => construct(elements);
        }

        if (shape.ConstructionStrategy != CollectionConstructionStrategy.Mutable)
            return null;
        MutableCollectionConstructor<TElement, TEnumerable> create = shape.GetDefaultConstructor();
        EnumerableAppender<TEnumerable, TElement> append = shape.GetAppender();
        return elements =>
        {
            TEnumerable collection = create();
            foreach (TElement element in elements)
                append(ref collection, element);
            return collection;
        };
    }

    /// <summary>Whether a collection is enumerated against the order in which it was filled.</summary>
    private static bool IsStack<TEnumerable, TElement>() =>
        typeof(TEnumerable).IsAssignableTo(typeof(Stack<TElement>))
        || typeof(TEnumerable).IsAssignableTo(typeof(ConcurrentStack<TElement>))
        || typeof(TEnumerable).IsAssignableTo(typeof(IImmutableStack<TElement>));

    private static bool IsSorted<TEnumerable, TElement>() =>
        typeof(TEnumerable) == typeof(SortedSet<TElement>) || typeof(TEnumerable) == typeof(ImmutableSortedSet<TElement>);

    /// <summary>A set's elements may be made to collide, as a map's keys: where there are many, they go through a set that is watched.</summary>
    private static BuildFromSpan<TEnumerable, TElement> Guarded<TEnumerable, TElement>(BuildFromSpan<TEnumerable, TElement> build) => elements =>
    {
        if (!KeyGuard<TElement>.Watches(elements.Length))
            return build(elements);
        var seen = new HashSet<TElement>(elements.Length);
        using var guard = new KeyGuard<TElement>(elements.Length, seen.Capacity);
        foreach (TElement element in elements)
        {
            if (!seen.Add(element) || ReferenceEquals(seen.Comparer, SeededComparer<TElement>.Instance) || !guard.IsFlooded(element, seen.Capacity))
                continue;
            if (typeof(TEnumerable) != typeof(HashSet<TElement>) || SeededComparer<TElement>.Instance is not { } comparer)
                throw KeyGuard<TElement>.Flood();
            seen = new HashSet<TElement>(seen, comparer);
        }

        return typeof(TEnumerable) == typeof(HashSet<TElement>) ? (TEnumerable)(object)seen : build(elements);
    };

    private static BuildFromSpan<TEnumerable, TElement> Reversed<TEnumerable, TElement>(BuildFromSpan<TEnumerable, TElement> build) => elements =>
    {
        TElement[] reversed = elements.ToArray();
        Array.Reverse(reversed);
        return build(reversed);
    };

    private static Func<Dictionary<TKey, TValue>, TDictionary>? MapBuilder<TDictionary, TKey, TValue>(
        IDictionaryTypeShape<TDictionary, TKey, TValue> shape)
        where TKey : notnull
    {
        if (shape.ConstructionStrategy == CollectionConstructionStrategy.Parameterized)
        {
            ParameterizedCollectionConstructor<TKey, KeyValuePair<TKey, TValue>, TDictionary> construct = shape.GetParameterizedConstructor();
            return entries => construct(entries.ToArray());
        }

        if (shape.ConstructionStrategy != CollectionConstructionStrategy.Mutable)
            return null;
        MutableCollectionConstructor<TKey, TDictionary> create = shape.GetDefaultConstructor();
        DictionaryInserter<TDictionary, TKey, TValue> insert = shape.GetInserter();
        return entries =>
        {
            TDictionary map = create();
            foreach (KeyValuePair<TKey, TValue> entry in entries)
                insert(ref map, entry.Key, entry.Value);
            return map;
        };
    }

    /// <summary>Whether a collection is a type of its own, as <c>type Tags []string</c> is, and not one of the base library's.</summary>
    private static bool IsDeclared(Type type) =>
        !type.IsArray && type.Namespace?.StartsWith("System", StringComparison.Ordinal) is not true;

    private Func<Func<LocalTypeRef>, LocalType> DeclareSlice(IEnumerableTypeShape shape)
    {
        (string package, string name) = GoName(shape);
        int length = shape.AttributeProvider.GetCustomAttribute<GobArrayAttribute>()?.Lengths[0]
            ?? shape.Type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? -1;
        return element => length < 0 ? LocalType.Slice(package, name, element) : LocalType.Array(package, name, element, length);
    }

    private Func<Func<LocalTypeRef>, Func<LocalTypeRef>, LocalType> DeclareMap(ITypeShape shape)
    {
        (string package, string name) = GoName(shape);
        return (key, element) => LocalType.Map(package, name, key, element);
    }
}
