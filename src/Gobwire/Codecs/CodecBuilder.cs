using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Builds codecs of shapes. The only code that sees shapes.</summary>
internal sealed partial class CodecBuilder(ITypeShapeFunc self, CodecContext context) : TypeShapeVisitor, ITypeShapeFunc
{
    object? ITypeShapeFunc.Invoke<T>(ITypeShape<T> typeShape, object? state)
    {
        if (context.FindWithoutShape<T>() is { } known)
            return known;
        if (TypesWithoutForm.Find(typeof(T)) is { } remedy)
            return new FormlessCodec<T>(remedy);
        if (typeShape.Kind == TypeShapeKind.Object && (typeof(T) == typeof(object) || typeof(T).IsAbstract))
        {
            (string package, string name) = GoName(typeShape);
            return CreateInterface<T>(context, package, name);
        }

        return typeShape.Accept(this, state);
    }

    /// <summary>The codec of an interface whose concrete types are those registered under the options.</summary>
    public static Codec<T> CreateInterface<T>(CodecContext context, string package, string name)
    {
        ConcreteTypes CreateTypes()
        {
            var types = new ConcreteTypes();
            if (typeof(T) == typeof(object))
                BasicConcreteTypes.AddTo(types);
            context.AddRegistered(typeof(T), types);
            return types;
        }

        return new InterfaceCodec<T>(package, typeof(T) == typeof(object) ? "" : name, CreateTypes, findDerived: null);
    }

    public override object? VisitEnum<TEnum, TUnderlying>(IEnumTypeShape<TEnum, TUnderlying> enumShape, object? state)
    {
        (string package, string name) = GoName(enumShape);
        return new EnumCodec<TEnum, TUnderlying>(GetOrAdd(enumShape.UnderlyingType), package, name);
    }

    public override object? VisitOptional<TOptional, TElement>(IOptionalTypeShape<TOptional, TElement> optionalShape, object? state) =>
        new OptionalCodec<TOptional, TElement>(
            state is GobMarshalerAttribute given
                ? context.Marshalers.Get<TElement>(given.MarshalerType)
                : GetOrAdd(optionalShape.ElementType),
            optionalShape.GetDeconstructor(),
            optionalShape.GetNoneConstructor(),
            optionalShape.GetSomeConstructor());

    public override object? VisitSurrogate<T, TSurrogate>(ISurrogateTypeShape<T, TSurrogate> surrogateShape, object? state) =>
        new ConvertingCodec<T, TSurrogate>(
            WithDeclaredLengths(GetOrAdd(surrogateShape.SurrogateType), surrogateShape.AttributeProvider),
            value => surrogateShape.Marshaler.Marshal(value)!,
            surrogate => surrogateShape.Marshaler.Unmarshal(surrogate)!);

    public override object? VisitUnion<TUnion>(IUnionTypeShape<TUnion> unionShape, object? state)
    {
        (string package, string name) = GoName(unionShape);
        ConcreteType[] cases = [.. unionShape.UnionCases.Select(c => (ConcreteType)c.Accept(this, state)!)];
        Getter<TUnion, int> getIndex = unionShape.GetGetUnionCaseIndex();
        ConcreteTypes CreateTypes()
        {
            var types = new ConcreteTypes();
            foreach (ConcreteType type in cases)
                types.Add(type);
            context.AddRegistered(typeof(TUnion), types);
            return types;
        }

        return new InterfaceCodec<TUnion>(
            package,
            name,
            CreateTypes,
            value => getIndex(ref value) is >= 0 and int index ? cases[index] : null);
    }

    public override object? VisitUnionCase<TUnionCase, TUnion>(IUnionCaseShape<TUnionCase, TUnion> unionCaseShape, object? state)
    {
        // The base type may be a case of itself: its own shape, not the union's, and so not from the cache.
        Codec<TUnionCase> codec = typeof(TUnionCase) == typeof(TUnion)
            ? (Codec<TUnionCase>)unionCaseShape.UnionCaseType.Accept(this, state)!
            : GetOrAdd(unionCaseShape.UnionCaseType);
        return new ConcreteType<TUnionCase>(unionCaseShape.Name, () => codec);
    }

    public override object? VisitFunction<TFunction, TArgumentState, TResult>(
        IFunctionTypeShape<TFunction, TArgumentState, TResult> functionShape, object? state) =>
        new FormlessCodec<TFunction>("Go sends no functions");

    private Codec<T> GetOrAdd<T>(ITypeShape<T> shape) => (Codec<T>)self.Invoke(shape)!;

    private static Codec<T> WithDeclaredLengths<T>(Codec<T> codec, IGenericCustomAttributeProvider attributes) =>
        WithDeclaredLengths(codec, attributes.GetCustomAttribute<GobArrayAttribute>());

    private static Codec<T> WithDeclaredLengths<T>(Codec<T> codec, GobArrayAttribute? declared) =>
        declared is null ? codec : codec.WithLengths([.. declared.Lengths]);

    /// <summary>The codec of a member's or a parameter's type, with what its attributes say.</summary>
    private Codec<T> GetOrAdd<T>(ITypeShape<T> shape, MemberAttributes attributes)
    {
        GobMarshalerAttribute? given = attributes.Get<GobMarshalerAttribute>();
        Codec<T> codec =
            given is null ? GetOrAdd(shape)
            // A nullable's marshaler may be that of the type it holds.
            : shape.Kind == TypeShapeKind.Optional && !MarshalerCodecs.IsMarshalerOf<T>(given.MarshalerType) ? (Codec<T>)shape.Accept(this, given)!
            : context.Marshalers.Get<T>(given.MarshalerType);
        return WithDeclaredLengths(codec, attributes.Get<GobArrayAttribute>());
    }

    /// <summary>The package and name Go would know a type by.</summary>
    private (string Package, string Name) GoName(ITypeShape shape)
    {
        GobTypeAttribute? given = shape.AttributeProvider.GetCustomAttribute<GobTypeAttribute>(inherit: false);
        string name = given?.Name ?? TypeNames.Of(shape.Type);
        // Go's interfaces have no I in front.
        if (given?.Name is null && shape.Type.IsInterface && name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]))
            name = name[1..];
        return (given?.Package ?? context.PackageName, name);
    }
}
