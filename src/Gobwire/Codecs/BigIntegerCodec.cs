using System.Numerics;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="BigInteger"/> ↔ *big.Int: version and sign in one byte, then the magnitude, big-endian (Go: <c>Int.GobEncode</c>).</summary>
internal sealed class BigIntegerCodec() : OpaqueCodec<BigInteger>(GobTypeKind.GobEncoder, "big", "Int")
{
    private const int Version = 1;

    /// <summary>Its methods are on Go's pointer, so it is one.</summary>
    public override bool IsPointer => true;

    /// <summary>Zero is sent too: in Go only a nil pointer is left off.</summary>
    public override bool IsOmitted(BigInteger value) => false;

    public override bool IsZero(BigInteger value) => value.IsZero;

    public override BigInteger CreateZero(int depth) => BigInteger.Zero;

    public override void Write(GobWriter writer, BigInteger value)
    {
        BigInteger magnitude = BigInteger.Abs(value);
        int count = value.IsZero ? 0 : magnitude.GetByteCount(isUnsigned: true);
        writer.WriteUint((uint)count + 1);
        writer.WriteByte((byte)((Version << 1) | (value.Sign < 0 ? 1 : 0)));
        if (count > 0)
            writer.WriteRaw(magnitude.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out BigInteger value)
    {
        value = BigInteger.Zero;
        if (bytes.IsEmpty)
            return null;
        if (bytes[0] >> 1 != Version)
            return $"version {bytes[0] >> 1} of big.Int is not known";
        value = new BigInteger(bytes[1..], isUnsigned: true, isBigEndian: true);
        if ((bytes[0] & 1) != 0)
            value = -value;
        return null;
    }
}
