namespace Gobwire.Json;

/// <summary>A type as far as JSON values have told it.</summary>
internal sealed class InferredType
{
    private readonly OrderedDictionary<string, InferredType>? _fields;
    private readonly InferredType? _element;
    private readonly bool _isNegative;

    private InferredType(
        InferredKind kind,
        InferredType? element = null,
        OrderedDictionary<string, InferredType>? fields = null,
        bool isNegative = false)
    {
        Kind = kind;
        _element = element;
        _fields = fields;
        _isNegative = isNegative;
    }

    public static InferredType Null { get; } = new(InferredKind.Null);

    public static InferredType Bool { get; } = new(InferredKind.Bool);

    public static InferredType Int { get; } = new(InferredKind.Int);

    /// <summary>An integer that an unsigned one has nothing in common with.</summary>
    public static InferredType NegativeInt { get; } = new(InferredKind.Int, isNegative: true);

    public static InferredType Uint { get; } = new(InferredKind.Uint);

    public static InferredType Float { get; } = new(InferredKind.Float);

    public static InferredType String { get; } = new(InferredKind.String);

    public static InferredType Interface { get; } = new(InferredKind.Interface);

    public InferredKind Kind { get; }

    /// <summary>Whether nothing is known that a field could be typed by.</summary>
    private bool IsUntyped => Kind == InferredKind.Null || (Kind == InferredKind.Slice && _element is null);

    /// <summary>A slice; its element is null while no element has come.</summary>
    public static InferredType SliceOf(InferredType? element) => new(InferredKind.Slice, element);

    public static InferredType StructOf(OrderedDictionary<string, InferredType> fields) => new(InferredKind.Struct, fields: fields);

    /// <summary>The type two values have in common; an interface, if it comes to that.</summary>
    /// <param name="a">One type.</param>
    /// <param name="b">The other.</param>
    /// <param name="nullIsNil">Whether null is a nil interface value, as among elements; as a field it is an absent one of any type.</param>
    public static InferredType Common(InferredType a, InferredType b, bool nullIsNil)
    {
        if (ReferenceEquals(a, b))
            return a;
        if (a.Kind == InferredKind.Null || b.Kind == InferredKind.Null)
            return nullIsNil && a.Kind != b.Kind ? Interface : a.Kind == InferredKind.Null ? b : a;
        return (a.Kind, b.Kind) switch
        {
            (InferredKind.Int, InferredKind.Int) => NegativeInt,
            (InferredKind.Int, InferredKind.Uint) => a._isNegative ? Interface : Uint,
            (InferredKind.Uint, InferredKind.Int) => b._isNegative ? Interface : Uint,
            (InferredKind.Float, InferredKind.Int or InferredKind.Uint) or (InferredKind.Int or InferredKind.Uint, InferredKind.Float) => Float,
            (InferredKind.Slice, InferredKind.Slice) => SliceOf(CommonElement(a._element, b._element)),
            (InferredKind.Struct, InferredKind.Struct) => StructOf(CommonFields(a._fields!, b._fields!)),
            _ => Interface,
        };
    }

    public GobType ToGobType(string name = "") => Kind switch
    {
        InferredKind.Bool => GobType.Bool,
        InferredKind.Int => GobType.Int,
        InferredKind.Uint => GobType.Uint,
        InferredKind.Float => GobType.Float,
        InferredKind.String => GobType.String,
        InferredKind.Slice => GobType.SliceOf(_element?.ToGobType() ?? GobType.Interface, name),
        InferredKind.Struct => GobType.StructOf(
            name, [.. _fields!.Where(f => !f.Value.IsUntyped).Select(f => new GobField(f.Key, f.Value.ToGobType()))]),
        _ => GobType.Interface,
    };

    private static InferredType? CommonElement(InferredType? a, InferredType? b) =>
        a is null ? b : b is null ? a : Common(a, b, nullIsNil: true);

    private static OrderedDictionary<string, InferredType> CommonFields(
        OrderedDictionary<string, InferredType> a, OrderedDictionary<string, InferredType> b)
    {
        foreach ((string name, InferredType type) in b)
            a[name] = a.TryGetValue(name, out InferredType? known) ? Common(known, type, nullIsNil: false) : type;
        return a;
    }
}
