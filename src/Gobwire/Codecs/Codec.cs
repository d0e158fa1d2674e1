using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>How a local type is encoded, and how ops that decode into it are compiled.</summary>
internal abstract class Codec
{
    /// <summary>The type as Go would see it; asked for when the codec is complete.</summary>
    public abstract LocalType LocalType { get; }

    /// <summary>Whether the local type stands for a Go pointer: gob flattens it, and null is nothing on the wire.</summary>
    public virtual bool IsPointer => false;

    public LocalTypeRef LocalTypeRef => new(LocalType, IsPointer);

    /// <summary>The .NET type's name, for errors.</summary>
    public abstract string Name { get; }

    /// <summary>The first step of a path in a value of this type: its Go name, if it has one; empty for collections.</summary>
    public virtual string PathRoot => Name;
}
