namespace Gobwire.Wire;

/// <summary>A local type, directly or through a pointer. Gob flattens pointers, but a type's name and its parts' names depend on them.</summary>
internal readonly record struct LocalTypeRef(LocalType Type, bool IsPointer)
{
    public string Text => IsPointer ? "*" + Type.Text : Type.Text;

    /// <summary>The name of Go's type itself: a pointer has none.</summary>
    public string Name => IsPointer ? "" : Type.Name;
}
