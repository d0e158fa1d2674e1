using System.Net;
using System.Numerics;
using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>Types that make their own bytes.</summary>
[GenerateShape]
public sealed partial record Opaques
{
    public DateTimeOffset At { get; init; }

    public DateTimeOffset? Until { get; init; }

    public BigInteger Big { get; init; }

    public BigInteger? Maybe { get; init; }

    public GobRational Ratio { get; init; }

    public GobBigFloat? Real { get; init; }

    public Uri? Link { get; init; }

    public IPAddress? Addr { get; init; }

    public IPEndPoint? End { get; init; }

    public IPNetwork? Net { get; init; }

    public Dictionary<string, DateTimeOffset>? Times { get; init; }

    public List<BigInteger> Bigs { get; init; } = [];
}
