using System.Buffers.Binary;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="GobBigFloat"/> ↔ *big.Float: version, attributes, precision, then exponent and mantissa (Go: <c>Float.GobEncode</c>).</summary>
internal sealed class BigFloatCodec() : OpaqueCodec<GobBigFloat>(GobTypeKind.GobEncoder, "big", "Float")
{
    private const byte Version = 1;
    private const int LengthOfAttributes = 6;
    private const int LengthOfHead = 10;

    /// <summary>The mantissa comes in words of the sender's machine: 4 or 8 bytes.</summary>
    private const int SmallestWord = 4;

    /// <summary>Its methods are on Go's pointer, so it is one.</summary>
    public override bool IsPointer => true;

    /// <summary>Zero is sent too: in Go only a nil pointer is left off.</summary>
    public override bool IsOmitted(GobBigFloat value) => false;

    public override bool IsZero(GobBigFloat value) => value == default;

    public override GobBigFloat CreateZero(int depth) => default;

    public override void Write(GobWriter writer, GobBigFloat value)
    {
        bool isFinite = value.Form == GobBigFloatForm.Finite;
        Span<byte> head = stackalloc byte[LengthOfHead];
        head[0] = Version;
        head[1] = (byte)(((int)value.Mode << 5) | ((value.Accuracy + 1) << 3) | ((int)value.Form << 1) | (value.IsNegative ? 1 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(head[2..], value.Precision);
        BinaryPrimitives.WriteInt32BigEndian(head[LengthOfAttributes..], value.Exponent);
        writer.WriteUint((ulong)(isFinite ? LengthOfHead + value.Mantissa.Length : LengthOfAttributes));
        writer.WriteRaw(isFinite ? head : head[..LengthOfAttributes]);
        writer.WriteRaw(value.Mantissa.Span);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out GobBigFloat value)
    {
        value = default;
        if (bytes.IsEmpty)
            return null;
        if (bytes.Length < LengthOfAttributes || bytes[0] != Version)
            return $"not a big.Float of version {Version}";
        var form = (GobBigFloatForm)((bytes[1] >> 1) & 3);
        var mode = (GobRoundingMode)(bytes[1] >> 5);
        int accuracy = ((bytes[1] >> 3) & 3) - 1;
        bool isNegative = (bytes[1] & 1) != 0;
        uint precision = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        if (form > GobBigFloatForm.Infinite || mode > GobRoundingMode.ToPositiveInf || accuracy > 1)
            return "a form, rounding mode or accuracy that big.Float has not";
        if (form != GobBigFloatForm.Finite)
        {
            value = new GobBigFloat(form, isNegative, precision, mode, accuracy, 0, null);
            return null;
        }

        // Go 1.19 takes any bytes here and calculates wrongly with them.
        if (bytes.Length <= LengthOfHead || bytes[LengthOfHead] < 0x80 || (bytes.Length - LengthOfHead) % SmallestWord != 0)
            return "a mantissa that is empty, of half words, or whose first bit is not set";
        int exponent = BinaryPrimitives.ReadInt32BigEndian(bytes[LengthOfAttributes..]);
        value = new GobBigFloat(form, isNegative, precision, mode, accuracy, exponent, bytes[LengthOfHead..].ToArray());
        return null;
    }
}
