using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Codecs;

/// <summary>The concrete types of an interface: found by name when decoding, by type when encoding.</summary>
internal sealed class ConcreteTypes
{
    private readonly Dictionary<byte[], ConcreteType> _byName = new(Utf8NameComparer.Instance);
    private readonly Dictionary<byte[], ConcreteType>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Dictionary<Type, ConcreteType> _byType = [];

    public ConcreteTypes() => _lookup = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Adds a type; a later one takes the name or the type over.</summary>
    public void Add(ConcreteType type)
    {
        _byName[type.NameBytes] = type;
        _byType[type.Type] = type;
    }

    /// <summary>Adds a type for decoding only: more than one of Go's names can mean it.</summary>
    public void AddName(ConcreteType type) => _byName[type.NameBytes] = type;

    /// <summary>Adds a type for encoding only: its name is decoded into another.</summary>
    public void AddType(ConcreteType type) => _byType[type.Type] = type;

    public bool TryGet(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out ConcreteType type) => _lookup.TryGetValue(name, out type);

    public bool TryGet(Type runtimeType, [MaybeNullWhen(false)] out ConcreteType type) => _byType.TryGetValue(runtimeType, out type);

    /// <summary>Finds the type of a value whose own class has no name, but one it derives from, as IPAddress.Loopback's.</summary>
    public ConcreteType? FindBase(Type runtimeType)
    {
        for (Type? type = runtimeType.BaseType; type is not null; type = type.BaseType)
        {
            if (_byType.TryGetValue(type, out ConcreteType? found))
                return found.TakesDerived ? found : null;
        }

        return null;
    }
}
