using PolyType.Abstractions;

namespace Gobwire.Rpc.Server;

/// <summary>Finds how an empty object of a type is made; null where it cannot be.</summary>
internal sealed class ConstructorOf : TypeShapeVisitor
{
    public static ConstructorOf Instance { get; } = new();

    public override object? VisitObject<T>(IObjectTypeShape<T> objectShape, object? state) => objectShape.Constructor?.Accept(this);

    public override object? VisitConstructor<TDeclaring, TState>(IConstructorShape<TDeclaring, TState> constructorShape, object? state) =>
        constructorShape.Parameters.Any(parameter => parameter.IsRequired) ? null : constructorShape.GetDefaultConstructor();

    public override object? VisitEnumerable<TEnumerable, TElement>(IEnumerableTypeShape<TEnumerable, TElement> enumerableShape, object? state)
    {
        if (enumerableShape.ConstructionStrategy != CollectionConstructionStrategy.Mutable)
            return null;
        MutableCollectionConstructor<TElement, TEnumerable> create = enumerableShape.GetDefaultConstructor();
        return new Func<TEnumerable>(() => create());
    }

    public override object? VisitDictionary<TDictionary, TKey, TValue>(
        IDictionaryTypeShape<TDictionary, TKey, TValue> dictionaryShape, object? state)
    {
        if (dictionaryShape.ConstructionStrategy != CollectionConstructionStrategy.Mutable)
            return null;
        MutableCollectionConstructor<TKey, TDictionary> create = dictionaryShape.GetDefaultConstructor();
        return new Func<TDictionary>(() => create());
    }
}
