using System.Runtime.CompilerServices;

namespace Gobwire.Codecs;

/// <summary>Room for a few elements on the stack.</summary>
[InlineArray(Count)]
internal struct FewElements<T>
{
    public const int Count = 4;

    /// <summary>The size of elements that may lie there: values nest.</summary>
    public const int MaxSize = 16;

    private T _first;
}
