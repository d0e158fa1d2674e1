using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Gobwire.Codecs;

/// <summary>The codecs of marshalers: those given to options, and those that attributes name.</summary>
internal sealed class MarshalerCodecs
{
    private readonly Dictionary<Type, Codec> _registered = [];
    private readonly ConcurrentDictionary<Type, Codec> _byMarshaler = new();

    public MarshalerCodecs(MarshalerRegistration[] registrations)
    {
        foreach (MarshalerRegistration registration in registrations)
            _registered[registration.Type] = registration.CreateCodec();
    }

    public static bool IsMarshalerOf<T>(Type marshalerType) => marshalerType.IsAssignableTo(typeof(GobMarshaler<T>));

    /// <summary>The codec of a type that has a marshaler, or null.</summary>
    public Codec<T>? Find<T>()
    {
        if (_registered.TryGetValue(typeof(T), out Codec? registered))
            return (Codec<T>)registered;
        return typeof(T).GetCustomAttribute<GobMarshalerAttribute>(inherit: false) is { } given ? Get<T>(given.MarshalerType) : null;
    }

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

        codec = new MarshalerCodec<T>(usable);
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
}
