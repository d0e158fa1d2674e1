using System.Buffers;
using System.Globalization;
using System.Text;
using PolyType;

namespace Gobwire.Tests.Conformance;

public sealed partial class OwnFormTests
{
    [GenerateShape]
    internal sealed partial record GobTest0(int X, ByteStruct? G);

    [GenerateShape]
    internal sealed partial record GobTest1(int X, StringStruct? G);

    [GenerateShape]
    internal sealed partial record GobTest2(int X, string G);

    /// <summary>Go's TextGobber is an int on the wire: gob does not use text methods.</summary>
    [GenerateShape]
    internal sealed partial record GobTest3(int X, Gobber? G, BinaryGobber? B, int? T);

    [GenerateShape]
    internal sealed partial record GobTest4(int X, ValueGobber V, BinaryValueGobber BV, string TV);

    [GenerateShape]
    internal sealed partial record GobTest5(int X, ValueGobber? V, BinaryValueGobber? BV, string? TV);

    [GenerateShape]
    internal sealed partial record GobTest6(
        int X, ValueGobber V, ValueGobber? W, BinaryValueGobber BV, BinaryValueGobber? BW, string TV, string? TW);

    [GenerateShape]
    internal sealed partial record GobTest7(
        int X, ValueGobber? V, ValueGobber W, BinaryValueGobber? BV, BinaryValueGobber BW, string? TV, string TW);

    [GenerateShape, GobType(Name = "GobTestValueEncDec")]
    internal sealed partial record GobTestValue(int X, StringStruct G);

    [GenerateShape, GobType(Name = "GobTestIndirectEncDec")]
    internal sealed partial record GobTestIndirect(int X, StringStruct? G);

    [GenerateShape, GobType(Name = "GobTestArrayEncDec")]
    internal sealed partial record GobTestArray(int X, ArrayStruct A);

    [GenerateShape]
    internal sealed partial record GobTestIgnore(int X);

    [GenerateShape]
    internal sealed partial record IsZero(DateTimeOffset T, string S, int I, IsZeroArray A, IsZeroInterface F);

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct ByteStruct(byte A)
    {
        private static void WriteTo(IBufferWriter<byte> output, byte a) => output.Write([a, (byte)(a + 1), (byte)(a + 2)]);

        private static ByteStruct From(ReadOnlySpan<byte> bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] != bytes[0] + i)
                    throw new FormatException("The bytes do not follow each other.");
            }

            return new(bytes[0]);
        }

        private sealed class Marshaler() : GobMarshaler<ByteStruct>("main.ByteStruct")
        {
            public override void Write(ByteStruct value, IBufferWriter<byte> output) => WriteTo(output, value.A);

            public override ByteStruct Read(ReadOnlySpan<byte> bytes) => From(bytes);

            public override bool IsOmitted(ByteStruct value) => false;
        }

        internal sealed class Pointer() : GobMarshaler<ByteStruct>("*main.ByteStruct")
        {
            public override void Write(ByteStruct value, IBufferWriter<byte> output) => WriteTo(output, value.A);

            public override ByteStruct Read(ReadOnlySpan<byte> bytes) => From(bytes);
        }
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct StringStruct(string S)
    {
        private sealed class Marshaler() : GobMarshaler<StringStruct>("main.StringStruct")
        {
            public override void Write(StringStruct value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(value.S));

            public override StringStruct Read(ReadOnlySpan<byte> bytes) => new(Encoding.UTF8.GetString(bytes));

            public override bool IsOmitted(StringStruct value) => false;
        }
    }

    [GobMarshaler(typeof(Marshaler))]
    internal sealed class ArrayStruct(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        private sealed class Marshaler() : GobMarshaler<ArrayStruct>("main.ArrayStruct")
        {
            public override void Write(ArrayStruct value, IBufferWriter<byte> output) => output.Write(value.Bytes);

            public override ArrayStruct Read(ReadOnlySpan<byte> bytes) =>
                bytes.Length == 8192 ? new(bytes.ToArray()) : throw new FormatException("Not 8192 bytes.");
        }
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct Gobber(int Value)
    {
        private sealed class Marshaler() : NumberMarshaler<Gobber>("main.Gobber", GobTypeKind.GobEncoder, v => v.Value, n => new(n));

        internal sealed class Pointer() : NumberMarshaler<Gobber>("*main.Gobber", GobTypeKind.GobEncoder, v => v.Value, n => new(n));
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct BinaryGobber(int Value)
    {
        private sealed class Marshaler()
            : NumberMarshaler<BinaryGobber>("main.BinaryGobber", GobTypeKind.BinaryMarshaler, v => v.Value, n => new(n));
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct ValueGobber(string Text)
    {
        private sealed class Marshaler() : TextMarshaler<ValueGobber>("main.ValueGobber", GobTypeKind.GobEncoder, v => v.Text, t => new(t));
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct BinaryValueGobber(string Text)
    {
        private sealed class Marshaler()
            : TextMarshaler<BinaryValueGobber>("main.BinaryValueGobber", GobTypeKind.BinaryMarshaler, v => v.Text, t => new(t));
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct IsZeroArray(byte First, byte Second)
    {
        private sealed class Marshaler() : GobMarshaler<IsZeroArray>("main.IsZeroArray")
        {
            public override void Write(IsZeroArray value, IBufferWriter<byte> output) => output.Write([value.First, value.Second]);

            public override IsZeroArray Read(ReadOnlySpan<byte> bytes) => new(bytes[0], bytes[1]);
        }
    }

    [GobMarshaler(typeof(Marshaler))]
    internal partial record struct IsZeroInterface
    {
        private sealed class Marshaler() : GobMarshaler<IsZeroInterface>("main.IsZeroInterface")
        {
            public override void Write(IsZeroInterface value, IBufferWriter<byte> output)
            {
            }

            public override IsZeroInterface Read(ReadOnlySpan<byte> bytes) => default;
        }
    }

    internal abstract class NumberMarshaler<T>(string goType, GobTypeKind kind, Func<T, int> get, Func<int, T> make) : GobMarshaler<T>(goType, kind)
    {
        public override void Write(T value, IBufferWriter<byte> output) =>
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"VALUE={get(value)}")));

        public override T Read(ReadOnlySpan<byte> bytes) => make(int.Parse(bytes["VALUE=".Length..], CultureInfo.InvariantCulture));

        public override bool IsOmitted(T value) => false;
    }

    internal abstract class TextMarshaler<T>(string goType, GobTypeKind kind, Func<T, string> get, Func<string, T> make) : GobMarshaler<T>(goType, kind)
    {
        public override void Write(T value, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes("VALUE=" + get(value)));

        public override T Read(ReadOnlySpan<byte> bytes) => make(Encoding.UTF8.GetString(bytes["VALUE=".Length..]));
    }
}
