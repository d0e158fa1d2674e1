using Gobwire.Codecs;
using PolyType;

namespace Gobwire;

/// <summary>Limits and names for encoding and decoding. Keep one instance: what is compiled hangs on it.</summary>
/// <remarks>
/// The defaults are made for streams from strangers. A copy made with <c>with</c> shares what is compiled, unless names or
/// shapes change.
/// </remarks>
public sealed record GobOptions
{
    private readonly ITypeShapeProvider? _typeShapeProvider;
    private readonly Registration[] _registrations = [];
    private readonly MarshalerRegistration[] _marshalers = [];
    private readonly GobNamingPolicy? _fieldNaming;
    private readonly string _packageName = "main";
    private readonly long _maxMessageSize = 64 << 20;
    private readonly int _maxDepth = 200;
    private readonly int _maxTypeDefinitions = 1_000;
    private readonly int _maxNameLength = 1_024;
    private readonly int _maxTypeNameLength = 64 << 10;
    private Lazy<CodecContext> _context;

    /// <summary>Makes options with the defaults.</summary>
    public GobOptions() => _context = NewContext();

    /// <summary>The options used where none are given.</summary>
    public static GobOptions Default { get; } = new();

    /// <summary>
    /// For streams from a source one trusts, such as one's own files: messages up to 1 GiB as in Go, a depth of 10,000, 100,000 types, names up to
    /// 1 MiB.
    /// </summary>
    public static GobOptions Trusted { get; } =
        Default with { MaxMessageSize = 1 << 30, MaxDepth = 10_000, MaxTypeDefinitions = 100_000, MaxNameLength = 1 << 20, MaxTypeNameLength = 1 << 20 };

    /// <summary>
    /// The largest message, in bytes, to read or write. Default 64 MiB; Go's own limit is 1 GiB. What is read for one value, in however many
    /// messages, may take this and what <see cref="MaxTypeDefinitions"/> grants to definitions.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 1 and 2 GiB less one.</exception>
    public long MaxMessageSize
    {
        get => _maxMessageSize;
        init => _maxMessageSize = InRange(value, int.MaxValue, nameof(MaxMessageSize));
    }

    /// <summary>How many levels deep a value may be. Default 200. Bounds the stack, and ends the encoding of cyclic values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init => _maxDepth = (int)InRange(value, int.MaxValue, nameof(MaxDepth));
    }

    /// <summary>
    /// How many types a stream may define. Default 1,000. The definitions may take 64 KiB in all, and 1 KiB more for each that is allowed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxTypeDefinitions
    {
        get => _maxTypeDefinitions;
        init => _maxTypeDefinitions = (int)InRange(value, int.MaxValue, nameof(MaxTypeDefinitions));
    }

    /// <summary>
    /// The longest name of a field, or of an interface value's concrete type, in bytes. Default 1,024, Go's own limit for the latter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxNameLength
    {
        get => _maxNameLength;
        init => _maxNameLength = (int)InRange(value, int.MaxValue, nameof(MaxNameLength));
    }

    /// <summary>
    /// The longest name in a type's definition, in bytes. Default 64 KiB: Go names the unnamed type of a field by its whole text, which for an
    /// anonymous struct has all its fields in it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxTypeNameLength
    {
        get => _maxTypeNameLength;
        init => _maxTypeNameLength = (int)InRange(value, int.MaxValue, nameof(MaxTypeNameLength));
    }

    /// <summary>
    /// Whether a definition of an id that is already defined begins a new encoder's stream, instead of being an error as in Go. With it one
    /// decoder reads a connection whose peer makes a new encoder for each value, or files of several encoders one behind the other.
    /// </summary>
    public bool AcceptNewEncoders { get; init; }

    /// <summary>The Go package in the names of local types. Default <c>main</c>. Go's decoder gives these names no weight.</summary>
    public string PackageName
    {
        get => _packageName;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _packageName = value;
            _context = NewContext();
        }
    }

    /// <summary>
    /// Where shapes come from first; null for types marked with <c>[GenerateShape]</c>, basic types and collections of them. Set
    /// <c>ReflectionTypeShapeProvider.Default</c> to opt in to reflection over any type.
    /// </summary>
    public ITypeShapeProvider? TypeShapeProvider
    {
        get => _typeShapeProvider;
        init
        {
            _typeShapeProvider = value;
            _context = NewContext();
        }
    }

    /// <summary>
    /// How members without a name of their own (<c>[PropertyShape(Name = …)]</c>) are named in Go's structs; null for their .NET names. Go leaves out fields
    /// whose names do not begin with an upper-case letter.
    /// </summary>
    public GobNamingPolicy? FieldNaming
    {
        get => _fieldNaming;
        init
        {
            _fieldNaming = value;
            _context = NewContext();
        }
    }

    internal CodecContext Context => _context.Value;

    /// <summary>How many bytes the definitions of a stream may take: they are kept as long as the stream is.</summary>
    internal long MaxDefinitionBytes => (64L + _maxTypeDefinitions) << 10;

    /// <summary>How many bytes one value may take with its definitions and all its messages: they are kept until it is whole.</summary>
    internal long MaxValueBytes => _maxMessageSize + MaxDefinitionBytes;

    /// <summary>Gives a type the name under which it travels in interface values, as Go's <c>gob.RegisterName</c> does.</summary>
    /// <typeparam name="T">The type: one with a shape, or one that needs none.</typeparam>
    /// <param name="name">Go's name for it, such as <c>main.Point</c>, <c>example.org/geo.Point</c> or <c>*main.Circle</c>.</param>
    /// <returns>New options with the name, which takes the place of an earlier one for the same type.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public GobOptions Register<T>(string name) => Register(new Registration<T>(Named(name), shape: null));

    /// <inheritdoc cref="Register{T}(string)"/>
    /// <param name="name">Go's name for it.</param>
    /// <param name="shape">The type's shape.</param>
    public GobOptions Register<T>(string name, ITypeShape<T> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Register(new Registration<T>(Named(name), shape));
    }

    /// <summary>Makes sure that a type can be encoded or decoded, so that what lacks is known before the first value.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="GobException">The type has no shape, or no form in gob.</exception>
    public void EnsureSupported<T>() => Context.EnsureSupported<T>();

    /// <summary>Gives a type the form a marshaler makes, wherever it is met; for types that cannot carry <see cref="GobMarshalerAttribute"/>.</summary>
    /// <typeparam name="T">The type: any, also one that has a form from the start.</typeparam>
    /// <param name="marshaler">The marshaler.</param>
    /// <returns>New options with the marshaler, which takes the place of an earlier one for the same type.</returns>
    public GobOptions WithMarshaler<T>(GobMarshaler<T> marshaler)
    {
        ArgumentNullException.ThrowIfNull(marshaler);
        return new(this, _registrations, [.. _marshalers, new MarshalerRegistration<T>(marshaler)]);
    }

    /// <inheritdoc cref="EnsureSupported{T}()"/>
    /// <param name="shape">The type's shape.</param>
    public void EnsureSupported<T>(ITypeShape<T> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        _ = Context.Get(shape);
    }

    /// <summary>Whether both have the same settings; what was compiled does not matter.</summary>
    public bool Equals(GobOptions? other) =>
        other is not null
        && (MaxMessageSize, MaxDepth, MaxTypeDefinitions, MaxNameLength, MaxTypeNameLength, AcceptNewEncoders)
            == (other.MaxMessageSize, other.MaxDepth, other.MaxTypeDefinitions, other.MaxNameLength, other.MaxTypeNameLength, other.AcceptNewEncoders)
        && PackageName == other.PackageName
        && ReferenceEquals(TypeShapeProvider, other.TypeShapeProvider)
        && ReferenceEquals(FieldNaming, other.FieldNaming)
        && _registrations.AsSpan().SequenceEqual(other._registrations)
        && _marshalers.AsSpan().SequenceEqual(other._marshalers);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(MaxMessageSize, MaxDepth, MaxTypeDefinitions, MaxNameLength, AcceptNewEncoders, PackageName, _registrations.Length);

    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name;
    }

    private static long InRange(long value, long max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
        return value;
    }

    private GobOptions Register(Registration registration) => new(this, [.. _registrations, registration], _marshalers);

    private GobOptions(GobOptions original, Registration[] registrations, MarshalerRegistration[] marshalers)
        : this(original)
    {
        _registrations = registrations;
        _marshalers = marshalers;
        _context = NewContext();
    }

    private Lazy<CodecContext> NewContext() => new(() => new CodecContext(_typeShapeProvider, _registrations, _marshalers, _packageName, _fieldNaming));
}
