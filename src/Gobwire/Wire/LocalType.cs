namespace Gobwire.Wire;

/// <summary>A local type as Go would see it: what our encoder gives an id and a definition. The counterpart of Go's <c>reflect.Type</c>.</summary>
internal sealed class LocalType
{
    private readonly Dictionary<(GobTypeKind Kind, LocalTypeRef Element, LocalTypeRef Key, long Length), LocalType> _composites = [];
    private readonly Func<LocalType, string>? _text;
    private readonly Func<LocalTypeRef>? _element;
    private readonly Func<LocalTypeRef>? _key;
    private readonly Func<LocalField[]>? _fields;

    private LocalType(
        GobTypeKind kind,
        string name,
        Func<LocalType, string>? text,
        Func<LocalTypeRef>? key = null,
        Func<LocalTypeRef>? element = null,
        Func<LocalField[]>? fields = null)
    {
        Kind = kind;
        Name = name;
        _text = text;
        _key = key;
        _element = element;
        _fields = fields;
    }

    /// <summary>Go's <c>interface {}</c>: one type, whichever shape of object it is met by.</summary>
    public static LocalType EmptyInterface { get; } = Basic(GobType.Interface, "interface {}");

    public GobTypeKind Kind { get; }

    /// <summary>The declared name without its package; empty where Go's type has none.</summary>
    public string Name { get; }

    /// <summary>The id of a basic type; 0 for types that a stream must define.</summary>
    public int BasicId { get; private init; }

    public long Length { get; private init; }

    /// <summary>Whether values are bytes made by a marshaler.</summary>
    public bool IsOpaque => Kind is GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler;

    /// <summary>Types that Go defines after an opaque type: those of its exported fields, though they are not sent.</summary>
    public LocalType[] Companions { get; private init; } = [];

    /// <summary>The type as Go prints it, with its package: <c>map[string]main.Point</c>.</summary>
    public string Text => field ??= _text!(this);

    // Parts are asked for only when a type is first sent: by then a recursive type is complete.
    public LocalTypeRef Element => _element!();

    public LocalTypeRef Key => _key!();

    public LocalField[] Fields => field ??= _fields!();

    public static LocalType Basic(GobType type, string goName, string? package = null) =>
        new(type.Kind, goName, _ => package is null ? goName : $"{package}.{goName}") { BasicId = type.Id };

    public static LocalType Opaque(GobTypeKind kind, string package, string name, params LocalType[] companions) =>
        new(kind, name, _ => $"{package}.{name}") { Companions = companions };

    public static LocalType Struct(string package, string name, Func<LocalField[]> fields) =>
        new(GobTypeKind.Struct, name, name.Length == 0 ? AnonymousText : _ => $"{package}.{name}", fields: fields);

    /// <summary>The unnamed slice of an element: one instance for each element type, as Go has one type.</summary>
    public static LocalType SliceOf(LocalTypeRef element) =>
        element.Type.Composite((GobTypeKind.Slice, element, default, 0), static k => Slice("", "", () => k.Element));

    /// <summary>The unnamed array of an element and a length.</summary>
    public static LocalType ArrayOf(LocalTypeRef element, long length) =>
        element.Type.Composite((GobTypeKind.Array, element, default, length), static k => Array("", "", () => k.Element, k.Length));

    /// <summary>The unnamed map of a key and an element.</summary>
    public static LocalType MapOf(LocalTypeRef key, LocalTypeRef element)
    {
        // Kept with the part that is not basic, if one is: a basic type outlives the options its partner belongs to.
        LocalType keeper = element.Type.BasicId == 0 ? element.Type : key.Type;
        return keeper.Composite((GobTypeKind.Map, element, key, 0), static k => Map("", "", () => k.Key, () => k.Element));
    }

    public static LocalType Slice(string package, string name, Func<LocalTypeRef> element) =>
        new(GobTypeKind.Slice, name, name.Length == 0 ? t => "[]" + t.Element.Text : _ => $"{package}.{name}", element: element);

    public static LocalType Array(string package, string name, Func<LocalTypeRef> element, long length) =>
        new(GobTypeKind.Array, name, name.Length == 0 ? t => $"[{t.Length}]{t.Element.Text}" : _ => $"{package}.{name}", element: element)
        {
            Length = length,
        };

    public static LocalType Map(string package, string name, Func<LocalTypeRef> key, Func<LocalTypeRef> element) =>
        new(
            GobTypeKind.Map,
            name,
            name.Length == 0 ? t => $"map[{t.Key.Text}]{t.Element.Text}" : _ => $"{package}.{name}",
            key,
            element);

    /// <summary>Keeps the instance that came first.</summary>
    public static LocalType MakeOnce(ref LocalType? field, LocalType made) => Interlocked.CompareExchange(ref field, made, null) ?? made;

    public override string ToString() => Text;

    private static string AnonymousText(LocalType type) =>
        type.Fields.Length == 0
            ? "struct {}"
            : $"struct {{ {string.Join("; ", type.Fields.Select(f => $"{f.Name} {f.Type.Text}"))} }}";

    private LocalType Composite(
        (GobTypeKind Kind, LocalTypeRef Element, LocalTypeRef Key, long Length) key,
        Func<(GobTypeKind Kind, LocalTypeRef Element, LocalTypeRef Key, long Length), LocalType> create)
    {
        lock (_composites)
        {
            if (!_composites.TryGetValue(key, out LocalType? composite))
                _composites[key] = composite = create(key);
            return composite;
        }
    }
}
