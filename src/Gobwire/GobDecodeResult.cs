using System.Diagnostics.CodeAnalysis;

namespace Gobwire;

/// <summary>What an asynchronous decode found: a value, or the clean end of the stream.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly record struct GobDecodeResult<T>
{
    internal GobDecodeResult(T value)
    {
        Value = value;
        HasValue = true;
    }

    /// <summary>Whether there was a value; false at a clean end of the stream.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool HasValue { get; }

    /// <summary>The value; the default of its type at the end of the stream.</summary>
    public T? Value { get; }
}
