namespace Gobwire.Wire;

/// <summary>Makes types of definitions: ids become references, and each type learns whether it may hold an interface value.</summary>
internal sealed class GobTypeGraph(Func<int, WireDefinition?> definitions, Func<int, GobType?> known)
{
    private readonly Dictionary<int, GobType> _types = [];
    private readonly Queue<WireDefinition> _unfilled = [];

    /// <summary>The types made here, and not known before.</summary>
    public IReadOnlyCollection<GobType> NewTypes => _types.Values;

    public GobType Resolve(int id)
    {
        GobType root = Get(id);
        while (_unfilled.TryDequeue(out WireDefinition? definition))
            Fill(_types[definition.Id], definition);
        SpreadInterfaces();
        return root;
    }

    private GobType Get(int id)
    {
        GobType? type = GobType.Basic(id) ?? known(id) ?? _types.GetValueOrDefault(id);
        if (type is not null)
            return type;
        WireDefinition definition = definitions(id) ?? throw new GobException(GobErrorKind.Malformed, $"the type id {id} is not defined");
        type = new GobType(definition.Kind, id, definition.Name) { Length = definition.Length, CommonId = definition.CommonId };
        _types.Add(id, type);
        _unfilled.Enqueue(definition);
        return type;
    }

    private void Fill(GobType type, WireDefinition definition)
    {
        if (definition.Element != 0)
            type.Element = Get(definition.Element);
        if (definition.Key != 0)
            type.Key = Get(definition.Key);
        if (definition.Fields is not { Length: > 0 } fields)
            return;
        type.FieldArray = new GobField[fields.Length];
        for (int i = 0; i < fields.Length; i++)
            type.FieldArray[i] = new GobField(fields[i].Name, Get(fields[i].Type));
    }

    private void SpreadInterfaces()
    {
        // From the types that hold interfaces, against the arrows: linear in the definitions' size.
        var holders = new Dictionary<GobType, List<GobType>>();
        var reached = new Stack<GobType>();
        foreach (GobType type in _types.Values)
        {
            foreach (GobType part in Parts(type))
            {
                if (part.MayHoldInterface)
                    Reach(type, reached);
                else if (holders.TryGetValue(part, out List<GobType>? list))
                    list.Add(type);
                else
                    holders[part] = [type];
            }
        }

        while (reached.TryPop(out GobType? type))
        {
            foreach (GobType holder in holders.GetValueOrDefault(type) ?? [])
                Reach(holder, reached);
        }
    }

    private static void Reach(GobType type, Stack<GobType> reached)
    {
        if (type.MayHoldInterface)
            return;
        type.MayHoldInterface = true;
        reached.Push(type);
    }

    private static IEnumerable<GobType> Parts(GobType type)
    {
        if (type.Key is not null)
            yield return type.Key;
        if (type.Element is not null)
            yield return type.Element;
        foreach (GobField field in type.FieldArray)
            yield return field.Type;
    }
}
