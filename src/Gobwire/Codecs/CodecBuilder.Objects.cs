using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

internal sealed partial class CodecBuilder
{
    public override object? VisitObject<T>(IObjectTypeShape<T> objectShape, object? state)
    {
        (string package, string name) = GoName(objectShape);
        IReadOnlyList<IParameterShape> parameters = objectShape.Constructor?.Parameters ?? [];
        Member<T>[] members = [.. objectShape.Properties.Where(IsSent).Select(p => (Member<T>)p.Accept(this, parameters)!)];
        StructBuilder<T> builder = (StructBuilder<T>?)objectShape.Constructor?.Accept(this, members) ?? new UnbuildableStruct<T>();
        // A member that nothing can set back is computed: Go's counterpart is a method, which is not sent either.
        // Embedded base classes come first, as Go's custom is; PolyType has the most derived class's members first.
        List<Member<T>> sent = [.. members.Where(m => builder.Sets(m.Name)).OrderByDescending(m => m.Classes)];
        if (sent is [] && TypesWithoutForm.FindEmpty(typeof(T)) is { } remedy)
            return new FormlessCodec<T>(remedy);
        FieldWriter<T>[] writers = Embedding.Group(
            [.. sent.Select(m => (m.Path, m.Writer))],
            (embedded, inner) => new EmbeddedWriter<T>(embedded, inner, context));
        CheckNames<T>(writers);
        return new StructCodec<T>(package, name, writers, builder);
    }

    public override object? VisitProperty<TDeclaringType, TPropertyType>(
        IPropertyShape<TDeclaringType, TPropertyType> property, object? state)
    {
        IParameterShape? parameter = ((IReadOnlyList<IParameterShape>)state!).FirstOrDefault(p => IsOf(p, property));
        var attributes = new MemberAttributes(property, parameter);
        Codec<TPropertyType> codec = GetOrAdd(property.PropertyType, attributes);
        Getter<TDeclaringType, TPropertyType> getter = property.GetGetter();
        string name = FieldName(property);
        string[] path = Embedding.PathOf(typeof(TDeclaringType), property, attributes, out int classes);
        return new Member<TDeclaringType>(
            FieldWriter<TDeclaringType>.Create(name, getter, codec),
            property.HasSetter
                ? new Slot<TDeclaringType, TPropertyType>(name, property.GetSetter(), getter, codec, property.IsSetterNonNullable)
                : null,
            property,
            path,
            classes);
    }

    public override object? VisitConstructor<TDeclaringType, TArgumentState>(
        IConstructorShape<TDeclaringType, TArgumentState> constructor, object? state)
    {
        var members = (Member<TDeclaringType>[])state!;
        if (constructor.Parameters is [])
        {
            return new MutableStructBuilder<TDeclaringType>(
                constructor.GetDefaultConstructor(), Group([.. members.Where(m => m.Slot is not null).Select(m => (m.Path, m.Slot!))]));
        }

        IPropertyShape[] properties = [.. members.Select(m => m.Shape)];
        var arguments = new List<(string[], Slot<TArgumentState>)>();
        var merging = new List<(string[], Slot<MergeTarget<TDeclaringType, TArgumentState>>)>();
        foreach (IParameterShape parameter in constructor.Parameters)
        {
            var argument = (Slot<TArgumentState>)parameter.Accept(this, properties)!;
            Member<TDeclaringType>? member = Array.Find(members, m => m.Shape == PropertyOf(parameter, properties));
            arguments.Add((member?.Path ?? [], argument));
            if (member?.Writer.ToMergingSlot(argument) is { } slot)
                merging.Add((member.Path, slot));
        }

        return new ConstructedStructBuilder<TDeclaringType, TArgumentState>(
            constructor.GetArgumentStateConstructor(),
            constructor.GetParameterizedConstructor(),
            Group(arguments),
            merging.Count == arguments.Count ? Group(merging) : null);
    }

    public override object? VisitParameter<TArgumentState, TParameterType>(
        IParameterShape<TArgumentState, TParameterType> parameter, object? state)
    {
        IPropertyShape? property = PropertyOf(parameter, (IPropertyShape[])state!);
        Codec<TParameterType> codec = GetOrAdd(parameter.ParameterType, new MemberAttributes(property, parameter));
        bool isRequired = parameter.IsRequired || (parameter.Kind == ParameterKind.MethodParameter && !parameter.HasDefaultValue);
        return new Slot<TArgumentState, TParameterType>(
            property is null ? FieldName(parameter.Name) : FieldName(property), parameter.GetSetter(), getter: null, codec, parameter.IsNonNullable)
            .AsArgument(isRequired);
    }

    private static bool IsSent(IPropertyShape property) => property.HasGetter && property.PropertyType.Kind != TypeShapeKind.Function;

    private static Slot<T>[] Group<T>(List<(string[] Path, Slot<T> Slot)> slots) =>
        Embedding.Group(slots, (name, inner) => new EmbeddedSlot<T>(name, inner));

    /// <summary>The Go name of a member: the one it was given, or what the options make of its own.</summary>
    private string FieldName(IPropertyShape property) =>
        property.MemberInfo is { } member && member.Name != property.Name ? property.Name : FieldName(property.Name);

    private string FieldName(string memberName) => context.FieldNaming?.Convert(memberName) ?? memberName;

    private static void CheckNames<T>(FieldWriter<T>[] writers)
    {
        if (writers.GroupBy(w => w.Name).FirstOrDefault(g => g.Skip(1).Any()) is { Key: var twice })
            throw new GobException(GobErrorKind.UnsupportedType, $"{TypeNames.Of(typeof(T))} has two members named {twice} in Go");
    }

    /// <summary>The property an argument sets: the one of its name, or of its name but for case.</summary>
    private static IPropertyShape? PropertyOf(IParameterShape parameter, IPropertyShape[] properties) =>
        Array.Find(properties, p => p.Name == parameter.Name) ?? Array.Find(properties, p => IsOf(parameter, p));

    private static bool IsOf(IParameterShape parameter, IPropertyShape property) =>
        string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(property.MemberInfo?.Name, parameter.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property or field: how it is written, and how it is set where it can be.</summary>
    private sealed record Member<T>(FieldWriter<T> Writer, Slot<T>? Slot, IPropertyShape Shape, string[] Path, int Classes)
    {
        public string Name => Writer.Name;
    }
}
