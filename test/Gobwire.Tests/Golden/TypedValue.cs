namespace Gobwire.Tests.Golden;

/// <summary>A value of a .NET type that a golden value must decode into and come from.</summary>
internal abstract class TypedValue
{
    public abstract object? Expected { get; }

    public static TypedValue Of<T>(T expected) => new TypedValue<T>(expected);

    public abstract void Encode(GobEncoder encoder);

    public abstract bool TryDecode(GobDecoder decoder, out object? value);

    public abstract ValueTask<(bool HasValue, object? Value)> TryDecodeAsync(GobDecoder decoder);
}

/// <inheritdoc/>
internal sealed class TypedValue<T>(T expected) : TypedValue
{
    public override object? Expected => expected;

    public override void Encode(GobEncoder encoder) => encoder.Encode(expected);

    public override bool TryDecode(GobDecoder decoder, out object? value)
    {
        bool found = decoder.TryDecode(out T decoded);
        value = decoded;
        return found;
    }

    public override async ValueTask<(bool HasValue, object? Value)> TryDecodeAsync(GobDecoder decoder)
    {
        GobDecodeResult<T> result = await decoder.TryDecodeAsync<T>(TestContext.Current.CancellationToken);
        return (result.HasValue, result.Value);
    }
}
