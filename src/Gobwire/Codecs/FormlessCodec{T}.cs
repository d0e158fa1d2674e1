using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A type without a form in gob: an error once a value is met, since a member that is not sent may have it.</summary>
internal sealed class FormlessCodec<T>(string remedy) : Codec<T>
{
    public override LocalType LocalType => throw Unsupported();

    public override void Write(GobWriter writer, T value) => throw Unsupported();

    public override bool IsOmitted(T value) => throw Unsupported();

    public override bool IsZero(T value) => true;

    public override T CreateZero(int depth) => throw Unsupported();

    public override Op<T> Compile(GobType wire, OpCompiler compiler) => throw Unsupported();

    private GobException Unsupported() => new(GobErrorKind.UnsupportedType, $"{Name} has no form in gob: {remedy}");
}
