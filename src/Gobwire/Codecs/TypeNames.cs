namespace Gobwire.Codecs;

/// <summary>Names of .NET types, for errors and for Go's text of a type.</summary>
internal static class TypeNames
{
    /// <summary>The name without namespace, with type arguments as Go writes them: <c>Pair[Int32]</c>.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.Name;
        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return $"{name}[{string.Join(",", type.GetGenericArguments().Select(Of))}]";
    }
}
