namespace Gobwire.Tool.Types;

/// <summary>The types of a stream that need a declaration in a language, each with a name of its own.</summary>
internal sealed class DeclaredTypes
{
    private readonly ITypeLanguage _language;
    private readonly OrderedDictionary<GobType, string> _names = [];
    private readonly HashSet<GobType> _visited = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <param name="types">The stream's types; those that neither its values nor their interface values reach are left out.</param>
    /// <param name="language">The language.</param>
    public DeclaredTypes(StreamTypes types, ITypeLanguage language)
    {
        _language = language;
        foreach (GobType type in types.ValueTypes)
            VisitRoot(type, "Value");
        foreach ((string name, GobType type) in types.ConcreteTypes)
            VisitRoot(type, Identifier.Capitalized(name[(name.LastIndexOf('.') + 1)..]));
    }

    /// <summary>The types with their names, in the order they are met.</summary>
    public IReadOnlyCollection<KeyValuePair<GobType, string>> All => _names;

    /// <summary>The name of a type that has a declaration, or null.</summary>
    public string? NameOf(GobType type) => _names.GetValueOrDefault(type);

    /// <summary>Whether a struct or an array contains an owner by value, which takes a pointer to be possible.</summary>
    public static bool Contains(GobType type, GobType owner) => Contains(type, owner, []);

    /// <summary>Whether a slice, an array or a map is made of itself with no struct between.</summary>
    public static bool IsRecursive(GobType type)
    {
        var met = new HashSet<GobType>();
        var waiting = new Stack<GobType>([type]);
        while (waiting.TryPop(out GobType? next))
        {
            foreach (GobType? part in (ReadOnlySpan<GobType?>)[next.Element, next.Key])
            {
                if (ReferenceEquals(part, type))
                    return true;
                if (part is not null && met.Add(part))
                    waiting.Push(part);
            }
        }

        return false;
    }

    private static bool Contains(GobType type, GobType owner, HashSet<GobType> met)
    {
        if (ReferenceEquals(type, owner))
            return true;
        if (!met.Add(type))
            return false;
        return type.Kind switch
        {
            GobTypeKind.Array => Contains(type.Element!, owner, met),
            GobTypeKind.Struct => type.Fields.Any(f => Contains(f.Type, owner, met)),
            _ => false,
        };
    }

    private void VisitRoot(GobType root, string name)
    {
        var waiting = new Queue<(GobType Type, string Name, bool IsField)>([(root, name, false)]);
        while (waiting.TryDequeue(out (GobType Type, string Name, bool IsField) next))
        {
            if (!_visited.Add(next.Type))
                continue;
            string own = next.Name;
            if (_language.IsDeclared(next.Type, next.IsField))
            {
                own = Unique(Identifier.IsValid(next.Type.Name) ? next.Type.Name : next.Name);
                _names.Add(next.Type, own);
            }

            // Arrays of arrays are one thing where a field declares them; an array met as an element needs a name.
            bool isField = next.IsField && next.Type.Kind == GobTypeKind.Array;
            if (next.Type.Key is not null)
                waiting.Enqueue((next.Type.Key, own + "Key", false));
            if (next.Type.Element is not null)
                waiting.Enqueue((next.Type.Element, own + "Element", isField || _language.IsDeclared(next.Type, next.IsField)));
            foreach (GobField field in next.Type.Fields)
                waiting.Enqueue((field.Type, own + Identifier.Capitalized(field.Name), true));
        }
    }

    private string Unique(string name)
    {
        string wanted = _language.TypeName(name);
        string unique = wanted;
        for (int i = 2; !_taken.Add(unique); i++)
            unique = $"{wanted}{i}";
        return unique;
    }
}
