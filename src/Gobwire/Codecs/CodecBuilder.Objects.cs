using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

internal sealed partial class CodecBuilder
{
    public override object? VisitObject<T>(IObjectTypeShape<T> objectShape, object? state)
    {
        (string package, string name) = GoName(objectShape);
        Member<T>[] members = [.. objectShape.Properties.Where(IsSent).Select(p => (Member<T>)p.Accept(this, state)!)];
        StructBuilder<T> builder = (StructBuilder<T>?)objectShape.Constructor?.Accept(this, members) ?? new UnbuildableStruct<T>();
        // A member that nothing can set back is computed: Go's counterpart is a method, which is not sent either.
        FieldWriter<T>[] writers = [.. members.Where(m => builder.Sets(m.Writer.Name)).Select(m => m.Writer)];
        return new StructCodec<T>(package, name, writers, builder);
    }

    public override object? VisitProperty<TDeclaringType, TPropertyType>(
        IPropertyShape<TDeclaringType, TPropertyType> property, object? state)
    {
        Codec<TPropertyType> codec = WithDeclaredLengths(GetOrAdd(property.PropertyType), property.AttributeProvider);
        Getter<TDeclaringType, TPropertyType> getter = property.GetGetter();
        return new Member<TDeclaringType>(
            new FieldWriter<TDeclaringType, TPropertyType>(property.Name, getter, codec),
            property.HasSetter
                ? new Slot<TDeclaringType, TPropertyType>(
                    property.Name, property.GetSetter(), getter, codec, property.IsSetterNonNullable)
                : null,
            property);
    }

    public override object? VisitConstructor<TDeclaringType, TArgumentState>(
        IConstructorShape<TDeclaringType, TArgumentState> constructor, object? state)
    {
        var members = (Member<TDeclaringType>[])state!;
        if (constructor.Parameters is [])
            return new MutableStructBuilder<TDeclaringType>(constructor.GetDefaultConstructor(), [.. members.Select(m => m.Slot).OfType<Slot<TDeclaringType>>()]);
        IPropertyShape[] properties = [.. members.Select(m => m.Shape)];
        Slot<TArgumentState>[] arguments = [.. constructor.Parameters.Select(p => (Slot<TArgumentState>)p.Accept(this, properties)!)];
        return new ConstructedStructBuilder<TDeclaringType, TArgumentState>(
            constructor.GetArgumentStateConstructor(), constructor.GetParameterizedConstructor(), arguments);
    }

    public override object? VisitParameter<TArgumentState, TParameterType>(
        IParameterShape<TArgumentState, TParameterType> parameter, object? state)
    {
        IPropertyShape? property = PropertyOf(parameter, (IPropertyShape[])state!);
        Codec<TParameterType> codec = GetOrAdd(parameter.ParameterType);
        codec = WithDeclaredLengths(codec, parameter.AttributeProvider);
        if (property is not null && !parameter.AttributeProvider.IsDefined<GobArrayAttribute>())
            codec = WithDeclaredLengths(codec, property.AttributeProvider);
        bool isRequired = parameter.IsRequired || (parameter.Kind == ParameterKind.MethodParameter && !parameter.HasDefaultValue);
        return new Slot<TArgumentState, TParameterType>(
            property?.Name ?? parameter.Name, parameter.GetSetter(), getter: null, codec, parameter.IsNonNullable).AsArgument(isRequired);
    }

    private static bool IsSent(IPropertyShape property) => property.HasGetter && property.PropertyType.Kind != TypeShapeKind.Function;

    /// <summary>The property an argument sets: the one of its name, or of its name but for case.</summary>
    private static IPropertyShape? PropertyOf(IParameterShape parameter, IPropertyShape[] properties) =>
        Array.Find(properties, p => p.Name == parameter.Name)
        ?? Array.Find(properties, p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));

    private static Codec<T> WithDeclaredLengths<T>(Codec<T> codec, IGenericCustomAttributeProvider attributes) =>
        attributes.GetCustomAttribute<GobArrayAttribute>() is { } declared ? codec.WithLengths([.. declared.Lengths]) : codec;

    /// <summary>A property or field: how it is written, and how it is set where it can be.</summary>
    private sealed record Member<T>(FieldWriter<T> Writer, Slot<T>? Slot, IPropertyShape Shape);
}
