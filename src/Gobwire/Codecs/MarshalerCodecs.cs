using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>The codecs of marshalers: those given to options, and those that attributes name.</summary>
internal sealed class MarshalerCodecs
{
    private readonly Dictionary<Type, Codec> _registered = [];
    private readonly ConcurrentDictionary<Type, Codec> _byMarshaler = new();
    private readonly ConcurrentDictionary<(GobTypeKind Kind, string GoType), LocalType> _types = new();

    public MarshalerCodecs(MarshalerRegistration[] registrations)
    {
        foreach (MarshalerRegistration registration in registrations)
            _registered[registration.Type] = registration.CreateCodec(this);
    }

    public static bool IsMarshalerOf<T>(Type marshalerType) => marshalerType.IsAssignableTo(typeof(GobMarshaler<T>));

    /// <summary>The codec of a type that has a marshaler, or null.</summary>
    public Codec<T>? Find<T>()
    {
        if (_registered.TryGetValue(typeof(T), out Codec? registered))
            return (Codec<T>)registered;
        return typeof(T).GetCustomAttribute<GobMarshalerAttribute>(inherit: false) is { } given ? Get<T>(given.MarshalerType) : null;
    }

    public bool Contains(Type type) => _registered.ContainsKey(type) || type.IsDefined(typeof(GobMarshalerAttribute), inherit: false);

    /// <summary>The codec of a marshaler, of one type with all of the same Go type and kind.</summary>
    public Codec<T> CreateCodec<T>(GobMarshaler<T> marshaler) =>
        new MarshalerCodec<T>(marshaler, _types.GetOrAdd((marshaler.Kind, marshaler.GoType.TrimStart('*')), static key => CreateType(key.Kind, key.GoType)));

    /// <summary>The codec of a marshaler an attribute names: one a marshaler, so that its Go type is one.</summary>
    /// <exception cref="GobException">It is none for the type.</exception>
    public Codec<T> Get<T>([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type marshalerType)
    {
        if (_byMarshaler.TryGetValue(marshalerType, out Codec? known) && known is Codec<T> codec)
            return codec;
        object? marshaler = null;
        MissingMethodException? missing = null;
        try
        {
            marshaler = IsMarshalerOf<T>(marshalerType) ? Activator.CreateInstance(marshalerType) : null;
        }
        catch (MissingMethodException error)
        {
            missing = error;
        }

        if (marshaler is not GobMarshaler<T> usable)
        {
            throw new GobException(
                GobErrorKind.UnsupportedType,
                $"{TypeNames.Of(marshalerType)} is no GobMarshaler of {TypeNames.Of(typeof(T))} with a public constructor without parameters",
                missing);
        }

        codec = CreateCodec(usable);
        return _byMarshaler.GetOrAdd(marshalerType, codec) as Codec<T> ?? codec;
    }

    /// <summary>Whether a type registered here is part of a collection type, whose ready codec then does not know of it.</summary>
    public bool AreIn(Type type)
    {
        if (_registered.Count == 0)
            return false;
        return _registered.ContainsKey(type)
            || (type.IsArray && AreIn(type.GetElementType()!))
            || (type.IsGenericType && Array.Exists(type.GetGenericArguments(), AreIn));
    }

    private static LocalType CreateType(GobTypeKind kind, string goType)
    {
        int dot = goType.LastIndexOf('.');
        // Go's text of a type has the last element of the package's path.
        string package = dot < 0 ? "main" : goType[(goType.LastIndexOf('/', dot) + 1)..dot];
        string name = goType[(dot + 1)..];
        return kind switch
        {
            GobTypeKind.Bytes => LocalType.Basic(GobType.Bytes, name, package),
            GobTypeKind.String => LocalType.Basic(GobType.String, name, package),
            _ => LocalType.Opaque(kind, package, name),
        };
    }
}
