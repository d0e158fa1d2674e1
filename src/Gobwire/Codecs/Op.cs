namespace Gobwire.Codecs;

/// <summary>A decode op: how values of one wire type come into one local type, decided once when it is compiled.</summary>
internal abstract class Op
{
    /// <summary>Whether the wire type is a struct, which stands without the singleton's zero byte.</summary>
    public virtual bool ReadsStruct => false;

    /// <summary>Whether both sides have fields and none in common: Go refuses such a value where it stands by itself.</summary>
    public virtual bool MatchesNothing => false;
}
