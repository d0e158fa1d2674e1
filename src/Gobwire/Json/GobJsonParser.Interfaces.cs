using System.Text.Json;
using Gobwire.Values;

namespace Gobwire.Json;

internal ref partial struct GobJsonParser
{
    private GobInterface ReadInterface()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return GobInterface.Nil;
            case JsonTokenType.StartObject:
                return ReadNamed();
            default:
                // Without a name: a value of one of the types Go registers from the start.
                GobType type = Infer();
                GobValue value = Read(type);
                return BasicNames.NameOf(type) is { } name
                    ? new GobInterface(name, value)
                    : throw new GobException(
                        GobErrorKind.TypeMismatch, $"a value of type {type} in an interface needs its registered name: {NamedForm}");
        }
    }

    private static string NamedForm => "{\"$type\":name,\"$value\":value}";

    private GobInterface ReadNamed()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName || !_reader.ValueTextEquals("$type"u8))
            throw NotNamed();
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.String)
            throw NotNamed();
        string name = GobJsonScalars.Text(ref _reader);
        if (name.Length == 0)
            throw NotNamed();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName || !_reader.ValueTextEquals("$value"u8))
            throw NotNamed();
        _reader.Read();
        GobValue value = Read(ConcreteType(name));
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.EndObject)
            throw NotNamed();
        return new GobInterface(name, value);
    }

    private static GobException NotNamed() => new(GobErrorKind.TypeMismatch, $"an object in an interface has the form {NamedForm}");

    private GobType ConcreteType(string name)
    {
        if (_concreteTypes.TryGetValue(name, out GobType? type) || BasicNames.TryGetType(name, out type))
            return type;
        if (!_isInferred)
            throw new GobException(GobErrorKind.UnknownName, $"the sample has no type of the name \"{name}\"") { WireType = name };

        // main.Square and *main.Square are both Square in a definition.
        return GobJsonInference.Infer(_reader, name[(name.LastIndexOf('.') + 1)..].TrimStart('*'));
    }

    private readonly GobType Infer() => GobJsonInference.Infer(_reader, "");
}
