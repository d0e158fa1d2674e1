using System.Buffers.Binary;
using System.Numerics;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="GobRational"/> ↔ *big.Rat: version and sign, the numerator's length, numerator, denominator (Go: <c>Rat.GobEncode</c>).</summary>
internal sealed class RationalCodec() : OpaqueCodec<GobRational>(GobTypeKind.GobEncoder, "big", "Rat")
{
    private const int Version = 1;
    private const int LengthOfHead = 5;

    /// <summary>Its methods are on Go's pointer, so it is one.</summary>
    public override bool IsPointer => true;

    /// <summary>Zero is sent too: in Go only a nil pointer is left off.</summary>
    public override bool IsOmitted(GobRational value) => false;

    public override bool IsZero(GobRational value) => value.Numerator.IsZero;

    public override GobRational CreateZero(int depth) => default;

    public override void Write(GobWriter writer, GobRational value)
    {
        BigInteger magnitude = BigInteger.Abs(value.Numerator);
        // Go writes zero without bytes, where .NET has one.
        byte[] numerator = magnitude.IsZero ? [] : magnitude.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] denominator = value.Denominator.ToByteArray(isUnsigned: true, isBigEndian: true);
        Span<byte> head = stackalloc byte[LengthOfHead];
        head[0] = (byte)((Version << 1) | (value.Numerator.Sign < 0 ? 1 : 0));
        BinaryPrimitives.WriteInt32BigEndian(head[1..], numerator.Length);
        writer.WriteUint((ulong)(LengthOfHead + (long)numerator.Length + denominator.Length));
        writer.WriteRaw(head);
        writer.WriteRaw(numerator);
        writer.WriteRaw(denominator);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out GobRational value)
    {
        value = default;
        if (bytes.IsEmpty)
            return null;
        if (bytes.Length < LengthOfHead || bytes[0] >> 1 != Version)
            return $"not a big.Rat of version {Version}";
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        if (length > bytes.Length - LengthOfHead)
            return "a numerator longer than the number";
        var numerator = new BigInteger(bytes.Slice(LengthOfHead, (int)length), isUnsigned: true, isBigEndian: true);
        ReadOnlySpan<byte> rest = bytes[(LengthOfHead + (int)length)..];
        // Go leaves out the denominator of a Rat that was never set.
        BigInteger denominator = rest.IsEmpty ? BigInteger.One : new BigInteger(rest, isUnsigned: true, isBigEndian: true);
        if (denominator.IsZero)
            return "a denominator of zero";
        value = GobRational.FromLowestTerms((bytes[0] & 1) != 0 ? -numerator : numerator, denominator);
        return null;
    }
}
