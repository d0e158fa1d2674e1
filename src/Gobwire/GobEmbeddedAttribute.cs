namespace Gobwire;

/// <summary>
/// Maps members to the fields of an embedded Go struct, which gob sends as a field named as its type. On a class: the members it declares, wherever
/// another class derives from it, as where Go's <c>struct { Base; X int }</c> embeds <c>Base</c>. On a member: that member alone.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class GobEmbeddedAttribute : Attribute
{
    /// <summary>Names the embedded structs, outer to inner.</summary>
    /// <param name="names">The names of Go's types; on a class none, for its own Go name.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public GobEmbeddedAttribute(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(names));
        Names = names;
    }

    /// <summary>The names of the embedded structs, outer to inner.</summary>
    public IReadOnlyList<string> Names { get; }
}
