namespace Gobwire.Tool.Types;

/// <summary>A language types are written in.</summary>
internal interface ITypeLanguage
{
    /// <summary>Whether a type needs a declaration.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isField">Whether it is met as a struct's field.</param>
    bool IsDeclared(GobType type, bool isField);

    /// <summary>A name as the language has it for types; none of its own words.</summary>
    string TypeName(string name);
}
