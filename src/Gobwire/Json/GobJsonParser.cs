using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gobwire.Json;

/// <summary>Makes values of Gob JSON, by types given or inferred.</summary>
internal ref partial struct GobJsonParser
{
    private readonly IReadOnlyDictionary<string, GobType> _concreteTypes;
    private readonly bool _isInferred;
    private Utf8JsonReader _reader;
    private int _depth;

    private GobJsonParser(ReadOnlySpan<byte> json, IReadOnlyDictionary<string, GobType> concreteTypes, bool isInferred)
    {
        _concreteTypes = concreteTypes;
        _isInferred = isInferred;
        _reader = NewReader(json);
    }

    public static IReadOnlyDictionary<string, GobType> NoTypes { get; } = new Dictionary<string, GobType>();

    /// <summary>Parses by a type; interface values by the names of <paramref name="concreteTypes"/> and of Go's basic types.</summary>
    public static GobValue Parse(ReadOnlySpan<byte> json, GobType type, IReadOnlyDictionary<string, GobType> concreteTypes) =>
        Parse(json, type, concreteTypes, isInferred: false);

    /// <summary>Parses by the type the text suggests.</summary>
    public static GobValue Parse(ReadOnlySpan<byte> json) => Parse(json, GobJsonInference.Infer(json), NoTypes, isInferred: true);

    /// <summary>A reader that leaves the depth to its user, who knows how much of the stack is left.</summary>
    public static Utf8JsonReader NewReader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = int.MaxValue });

    /// <summary>The error of text that is no JSON.</summary>
    public static GobException NotJson(JsonException error, long offset)
    {
        int position = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = position < 0 ? error.Message : error.Message[..position];
        return new GobException(GobErrorKind.Malformed, $"no JSON: {reason}", error) { Offset = offset };
    }

    private static GobValue Parse(
        ReadOnlySpan<byte> json, GobType type, IReadOnlyDictionary<string, GobType> concreteTypes, bool isInferred)
    {
        var parser = new GobJsonParser(json, concreteTypes, isInferred);
        try
        {
            parser._reader.Read();
            GobValue value = parser.Read(type);
            parser._reader.Read(); // reports what follows the value
            return value;
        }
        catch (JsonException error)
        {
            throw NotJson(error, parser._reader.BytesConsumed);
        }
        catch (GobException error) when (parser.Complete(error, type))
        {
            throw;
        }
    }

    /// <summary>Reads the value the reader stands at.</summary>
    private GobValue Read(GobType type)
    {
        if (type.Element is null && type.Kind is not (GobTypeKind.Struct or GobTypeKind.Interface))
            return GobJsonScalars.Read(ref _reader, type);
        Enter();
        GobValue value = type.Kind switch
        {
            GobTypeKind.Struct => ReadStruct(type),
            GobTypeKind.Map => ReadMap(type),
            GobTypeKind.Interface => ReadInterface(),
            _ => ReadSequence(type),
        };
        _depth--;
        return value;
    }

    private void Enter()
    {
        if (++_depth > GobOptions.Trusted.MaxDepth || (_depth % 16 == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            throw new GobException(GobErrorKind.LimitExceeded, "the value is too deep to read");
    }

    private void Expect(JsonTokenType token, GobType type)
    {
        if (_reader.TokenType != token)
            throw GobJsonScalars.Unexpected(ref _reader, type);
    }

    /// <summary>Gives an error its place in a filter, where the reader still stands there; never catches.</summary>
    private readonly bool SetOffset(GobException error)
    {
        if (error.Offset < 0)
            error.Offset = _reader.TokenStartIndex;
        return false;
    }

    private readonly bool Complete(GobException error, GobType type)
    {
        SetOffset(error);
        return error.Path.Length > 0 && type is { Kind: GobTypeKind.Struct, Name.Length: > 0 } && error.PrependPath(type.Name);
    }
}
