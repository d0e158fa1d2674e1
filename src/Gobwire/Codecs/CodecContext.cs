using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gobwire.Wire;
using PolyType;
using PolyType.Abstractions;
using PolyType.Utilities;

namespace Gobwire.Codecs;

/// <summary>What hangs on options: the codecs built under them, and what encoders and decoders share.</summary>
internal sealed class CodecContext
{
    private readonly MultiProviderTypeCache _cache;
    private readonly ConcurrentDictionary<Type, Codec> _codecs = new();
    private readonly ConcurrentDictionary<Codec, Codec> _merging = new();
    private readonly List<LocalType> _embedded = [];
    private readonly ITypeShapeProvider? _provider;
    private readonly Registration[] _registrations;

    public CodecContext(
        ITypeShapeProvider? provider,
        Registration[] registrations,
        MarshalerRegistration[] marshalers,
        string packageName,
        GobNamingPolicy? fieldNaming)
    {
        _provider = provider;
        _registrations = registrations;
        PackageName = packageName;
        SentTypes = SentTypes.NewRoot(packageName);
        FieldNaming = fieldNaming;
        Marshalers = new MarshalerCodecs(marshalers);
        _cache = new MultiProviderTypeCache
        {
            DelayedValueFactory = new DelayedCodecFactory(),
            ValueBuilderFactory = generation => new CodecBuilder(generation, this),
        };
    }

    public string PackageName { get; }

    public GobNamingPolicy? FieldNaming { get; }

    public MarshalerCodecs Marshalers { get; }

    /// <summary>Where every new encoder's stream begins.</summary>
    public SentTypes SentTypes { get; }

    /// <summary>Where every new decoder's stream begins, and what decoders share.</summary>
    public ReceivedTypesCache ReceivedTypes { get; } = new();

    /// <summary>The codec of a type, by its shape if it has one or needs none.</summary>
    /// <exception cref="GobException">The type has no shape.</exception>
    public Codec<T> Get<T>()
    {
        // One entry a type: nearly every program has one set of options.
        if (LastCodec<T>.Value is { } last && ReferenceEquals(last.Context, this))
            return last.Codec;
        Codec<T> codec = (Codec<T>)_codecs.GetOrAdd(typeof(T), static (_, context) => context.Create<T>(), this);
        LastCodec<T>.Value = new LastCodec<T>(this, codec);
        return codec;
    }

    /// <summary>The codec of a shape.</summary>
    public Codec<T> Get<T>(ITypeShape<T> shape) => (Codec<T>)_cache.GetOrAdd(shape)!;

    /// <summary>Builds the codec of a type and the definitions it needs, which shows what has no form.</summary>
    /// <exception cref="GobException">The type has no shape, or no form in gob.</exception>
    public void EnsureSupported<T>()
    {
        Codec<T> codec = Get<T>();
        if (codec.LocalType.BasicId == 0)
            SentTypes.Send(codec.LocalType, codec.IsPointer);
    }

    /// <summary>The codec that decodes into existing values.</summary>
    public Codec<T> GetMerging<T>(Codec<T> codec) =>
        (Codec<T>)_merging.GetOrAdd(codec, static codec => new MergingCodec<T>((Codec<T>)codec));

    /// <summary>The one type for all embedded structs of a name with the same fields, as it is one in Go.</summary>
    public LocalType GetEmbeddedType(LocalType type)
    {
        // Fields may be embedded structs themselves, which come here too.
        LocalField[] fields = type.Fields;
        lock (_embedded)
        {
            LocalType? known = _embedded.Find(t => t.Name == type.Name && t.Fields.AsSpan().SequenceEqual(fields));
            if (known is null)
                _embedded.Add(known = type);
            return known;
        }
    }

    /// <summary>The codec of a type that needs no shape, or null.</summary>
    public Codec<T>? FindWithoutShape<T>() =>
        Marshalers.Find<T>() ?? (Marshalers.AreIn(typeof(T)) ? null : BuiltInCodecs.Find<T>());

    /// <summary>The types registered under these options that are values of an interface.</summary>
    public void AddRegistered(Type interfaceType, ConcreteTypes types)
    {
        foreach (Registration registration in _registrations)
        {
            if (registration.Type.IsAssignableTo(interfaceType))
                types.Add(registration.CreateConcreteType(this));
        }
    }

    private Codec<T> Create<T>()
    {
        Codec<T>? codec = FindWithoutShape<T>();
        if (codec is not null)
            return codec;
        ITypeShape<T>? shape = (ITypeShape<T>?)_provider?.GetTypeShape(typeof(T))
            ?? TypeShapeResolver.ResolveDynamic<T>()
            ?? BasicCollectionShapes.Find<T>(Marshalers);
        if (shape is not null)
            return Get(shape);
        if (typeof(T) == typeof(object))
            return CodecBuilder.CreateInterface<T>(this, "", "");
        throw new GobException(
            GobErrorKind.UnsupportedType,
            $"{typeof(T)} has no shape: mark it partial with [GenerateShape], or opt in to reflection with " +
            "new GobOptions { TypeShapeProvider = ReflectionTypeShapeProvider.Default }");
    }

    private sealed class LastCodec<T>(CodecContext context, Codec<T> codec)
    {
        [SuppressMessage("Usage", "CA2211:Non-constant fields should not be visible", Justification = "A pure cache.")]
        public static volatile LastCodec<T>? Value;

        public CodecContext Context => context;

        public Codec<T> Codec => codec;
    }
}
