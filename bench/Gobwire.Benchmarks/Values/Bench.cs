using PolyType;

namespace Gobwire.Benchmarks.Values;

/// <summary>The struct of Go's own benchmarks (<c>timing_test.go</c>).</summary>
[GenerateShape]
public sealed partial class Bench
{
    public long A { get; set; }

    public double B { get; set; }

    public string C { get; set; } = "";

    public byte[] D { get; set; } = [];
}
