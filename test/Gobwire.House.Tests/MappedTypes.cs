using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using PolyType;

namespace Gobwire.House.Tests;

internal enum MappedColour
{
    Red,
    Green,
}

[GenerateShape]
internal sealed partial record MappedPaint(MappedColour Colour);

[GenerateShape]
internal sealed partial class MappedArray
{
    [GobArray(3)]
    public int[] Values { get; set; } = [0, 0, 0];
}

[GenerateShape]
internal sealed partial record MappedMaps(FrozenDictionary<string, int> Frozen, Dictionary<string, int>? Optional);

[GenerateShape]
internal sealed partial record MappedRenamed([property: PropertyShape(Name = "Number")] int A, int b);

[GenerateShape]
internal sealed partial record MappedEmbedding([GobEmbedded("Base")] int Id, int X);

[GenerateShape]
internal sealed partial record MappedNode(int? Value, MappedNode? Next);

[GenerateShape]
internal sealed partial record MappedHolder(object Value);

[DerivedTypeShape(typeof(MappedSquare), Name = "main.Square")]
internal abstract record MappedShape;

internal sealed record MappedSquare(int Side) : MappedShape;

[GenerateShape]
internal sealed partial record MappedDrawing(MappedShape Shape);

[GenerateShape]
[GobMarshaler(typeof(MappedMoneyMarshaler))]
internal sealed partial record MappedMoney(long Cents);

internal sealed class MappedMoneyMarshaler() : GobMarshaler<MappedMoney>("main.Money")
{
    public override void Write(MappedMoney value, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(8), value.Cents);
        output.Advance(8);
    }

    public override MappedMoney Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64BigEndian(bytes));
}
