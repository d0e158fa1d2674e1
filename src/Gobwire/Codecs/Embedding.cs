using System.Reflection;
using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>Which embedded structs members lie in, and how members become fields of those.</summary>
internal static class Embedding
{
    /// <summary>The names of the embedded structs a member of a type lies in, outer to inner; none for a field of its own.</summary>
    /// <param name="type">The type.</param>
    /// <param name="property">The member.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="classes">How many of them are base classes.</param>
    public static string[] PathOf(Type type, IPropertyShape property, MemberAttributes attributes, out int classes)
    {
        var path = new List<string>();
        Type? declaring = property.MemberInfo?.DeclaringType;
        if (type.IsClass && declaring is { IsClass: true } && declaring != type)
        {
            // Each class between that is embedded is a level: Go nests as .NET derives.
            for (Type? level = type.BaseType; level is not null; level = level.BaseType)
            {
                if (level.GetCustomAttribute<GobEmbeddedAttribute>(inherit: false) is { } embedded)
                    path.AddRange(embedded.Names is [] ? [level.GetCustomAttribute<GobTypeAttribute>()?.Name ?? TypeNames.Of(level)] : embedded.Names);
                if (level == declaring)
                    break;
            }
        }

        classes = path.Count;
        if (attributes.Get<GobEmbeddedAttribute>() is { } given)
            path.AddRange(given.Names);
        return [.. path];
    }

    /// <summary>Puts what lies in an embedded struct together, in the place of its first part.</summary>
    /// <param name="parts">The parts, each with the path it lies at.</param>
    /// <param name="embed">Makes an embedded struct of its name and parts.</param>
    public static TPart[] Group<TPart>(List<(string[] Path, TPart Part)> parts, Func<string, TPart[], TPart> embed)
    {
        var grouped = new List<TPart>();
        var seen = new HashSet<string>();
        foreach ((string[] path, TPart part) in parts)
        {
            if (path is [])
                grouped.Add(part);
            else if (seen.Add(path[0]))
                grouped.Add(embed(path[0], Group(In(path[0], parts), embed)));
        }

        return [.. grouped];
    }

    private static List<(string[] Path, TPart Part)> In<TPart>(string name, List<(string[] Path, TPart Part)> parts) =>
        [.. parts.Where(p => p.Path is [var first, ..] && first == name).Select(p => (p.Path[1..], p.Part))];
}
