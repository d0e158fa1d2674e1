namespace Gobwire.Wire;

/// <summary>Gives ids to a type and all it is made of, in the order Go does, and makes the definitions not sent yet.</summary>
/// <remarks>
/// Go gives a struct its id before its fields' types, but an array, a slice or a map after its parts'. A recursion that meets
/// a type still without an id gives it one right there. Names depend on where a type is met first. (Go: <c>newTypeObject</c>.)
/// </remarks>
internal sealed partial class TypeIdAssignment(Dictionary<object, SentTypes.Entry> entries, HashSet<int> usedIds, int nextId)
{
    private readonly List<byte[]> _definitions = [];

    public Dictionary<object, SentTypes.Entry> Entries => entries;

    public HashSet<int> UsedIds => usedIds;

    public int NextId { get; private set; } = nextId;

    public List<byte[]> Send(LocalType type, bool isPointer)
    {
        // At top level only an opaque type is looked at through its pointer, which has no name.
        Assign(type, type.IsOpaque && isPointer ? "" : type.Name);
        Define(new LocalTypeRef(type, isPointer));
        return _definitions;
    }

    private int Assign(LocalType type, string name)
    {
        if (type.BasicId != 0)
            return type.BasicId;
        if (entries.TryGetValue(type, out SentTypes.Entry known))
            return known.Id;
        entries[type] = new(0, name, false);
        switch (type.Kind)
        {
            case GobTypeKind.Struct:
                SetId(type);
                foreach (LocalField field in type.Fields)
                    AssignPart(field.Type.Type, field.Type.Type.Name.Length > 0 ? field.Type.Type.Name : field.Type.Type.Text);
                break;
            case GobTypeKind.Slice:
                Assign(type.Element.Type, type.Element.Name);
                SetId(type);
                AssignPart(type.Element.Type, "");
                break;
            case GobTypeKind.Array:
                Assign(type.Element.Type, "");
                SetId(type);
                break;
            case GobTypeKind.Map:
                Assign(type.Key.Type, "");
                Assign(type.Element.Type, "");
                SetId(type);
                break;
            default:
                SetId(type);
                break;
        }

        return entries[type].Id;
    }

    private void AssignPart(LocalType type, string name)
    {
        if (Assign(type, name) == 0)
            SetId(type);
    }

    private void SetId(object type, int wanted = 0)
    {
        SentTypes.Entry entry = entries[type];
        if (entry.Id != 0)
            return;
        entries[type] = entry with { Id = wanted != 0 && usedIds.Add(wanted) ? wanted : NewId() };
    }

    private int NewId()
    {
        int id;
        do
            id = NextId++;
        while (!usedIds.Add(id));
        return id;
    }

    // Sent depth first: the type itself, then the types of its fields, its element, its key then element.
    private void Define(LocalTypeRef reference)
    {
        LocalType type = reference.Type;
        if (!MarkSent(type, type.BasicId, out SentTypes.Entry entry))
            return;
        switch (type.Kind)
        {
            case GobTypeKind.Struct:
                _definitions.Add(Definition(type, entry).ToMessage());
                foreach (LocalField field in type.Fields)
                    Define(field.Type);
                break;
            case GobTypeKind.Array or GobTypeKind.Slice:
                _definitions.Add(Definition(type, entry).ToMessage());
                Define(type.Element);
                break;
            case GobTypeKind.Map:
                _definitions.Add(Definition(type, entry).ToMessage());
                Define(type.Key);
                Define(type.Element);
                break;
            default:
                DefineOpaque(reference, entry);
                break;
        }
    }

    private void DefineOpaque(LocalTypeRef reference, SentTypes.Entry entry)
    {
        WireDefinition definition = Definition(reference.Type, entry);
        // Go looks at the pointer as a type of its own, without name and with an id of its own (buildTypeInfo).
        if (reference.IsPointer)
            definition = definition with { Name = "", CommonId = NewId() };
        _definitions.Add(definition.ToMessage());
        foreach (LocalType companion in reference.Type.Companions)
        {
            Assign(companion, companion.Name);
            Define(new LocalTypeRef(companion, false));
        }
    }

    private bool MarkSent(object type, int basicId, out SentTypes.Entry entry)
    {
        entry = default;
        if (basicId != 0)
            return false;
        entry = entries[type];
        if (entry.Sent)
            return false;
        entries[type] = entry with { Sent = true };
        return true;
    }

    private WireDefinition Definition(LocalType type, SentTypes.Entry entry) => new(type.Kind, entry.Name, entry.Id)
    {
        Element = type.Kind is GobTypeKind.Array or GobTypeKind.Slice or GobTypeKind.Map ? IdOf(type.Element.Type) : 0,
        Key = type.Kind is GobTypeKind.Map ? IdOf(type.Key.Type) : 0,
        Length = type.Length,
        Fields = type.Kind is GobTypeKind.Struct ? [.. type.Fields.Select(f => new WireField(f.Name, IdOf(f.Type.Type)))] : null,
    };

    private int IdOf(LocalType type) => type.BasicId != 0 ? type.BasicId : entries[type].Id;
}
