using System.Buffers;
using System.Net;
using System.Numerics;
using PolyType;

namespace Gobwire.Tests.Golden.Types;

/// <summary>Go's Opaque: types that make their own bytes, the library's and one's own.</summary>
[GenerateShape]
internal sealed partial class Opaque
{
    public DateTimeOffset T { get; set; }

    public DateTimeOffset? TP { get; set; }

    public BigInteger? I { get; set; }

    public GobBigFloat? F { get; set; }

    public GobRational? R { get; set; }

    public Uri? U { get; set; }

    public IPAddress? A { get; set; }

    public Money M { get; set; }

    public Bin B { get; set; }

    public PtrBin PB { get; set; }

    public Money[] Ms { get; set; } = [];

    public Dictionary<string, Money>? MM { get; set; }
}

[GobMarshaler(typeof(Marshaler))]
internal partial record struct Money(byte Units)
{
    private sealed class Marshaler() : GobMarshaler<Money>("main.Money")
    {
        public override void Write(Money value, IBufferWriter<byte> output) => output.Write((ReadOnlySpan<byte>)[(byte)'m', value.Units]);

        public override Money Read(ReadOnlySpan<byte> bytes) => new(Two(bytes));
    }

    /// <summary>The second of two bytes.</summary>
    public static byte Two(ReadOnlySpan<byte> bytes) => bytes.Length == 2 ? bytes[1] : throw new FormatException($"{bytes.Length} bytes instead of 2");
}

[GobMarshaler(typeof(Marshaler))]
internal partial record struct Bin(byte V)
{
    private sealed class Marshaler() : GobMarshaler<Bin>("main.Bin", GobTypeKind.BinaryMarshaler)
    {
        public override void Write(Bin value, IBufferWriter<byte> output) => output.Write((ReadOnlySpan<byte>)[0xb1, value.V]);

        public override Bin Read(ReadOnlySpan<byte> bytes) => new(Money.Two(bytes));
    }
}

/// <summary>The methods are on Go's pointer: even a zero is sent.</summary>
[GobMarshaler(typeof(Marshaler))]
internal partial record struct PtrBin(byte V)
{
    private sealed class Marshaler() : GobMarshaler<PtrBin>("main.PtrBin", GobTypeKind.BinaryMarshaler)
    {
        public override void Write(PtrBin value, IBufferWriter<byte> output) => output.Write((ReadOnlySpan<byte>)[0xb2, value.V]);

        public override PtrBin Read(ReadOnlySpan<byte> bytes) => new(Money.Two(bytes));

        public override bool IsOmitted(PtrBin value) => false;
    }
}
