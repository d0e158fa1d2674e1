using System.Buffers;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A type whose bytes a marshaler of the program's own makes.</summary>
internal sealed class MarshalerCodec<T>(GobMarshaler<T> marshaler, LocalType type) : Codec<T>
{
    private const int MaxRetainedBuffer = 1 << 16;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public override LocalType LocalType => type;

    public override bool IsPointer => marshaler.GoType[0] == '*';

    public override bool IsOmitted(T value) => marshaler.IsOmitted(value);

    public override bool IsZero(T value) => value is not null && IsOmitted(value);

    public override T CreateZero(int depth) => marshaler.CreateZero();

    public override void Write(GobWriter writer, T value)
    {
        // A marshaler may encode other values on its way: it finds the buffer taken.
        ArrayBufferWriter<byte> buffer = _buffer ?? new ArrayBufferWriter<byte>();
        _buffer = null;
        if (value is null && marshaler.IsOmitted(value))
            throw new GobException(GobErrorKind.InvalidValue, $"a null {Name} has no form in gob; only a struct's field may be null");
        marshaler.Write(value, buffer);
        if (marshaler.Kind == GobTypeKind.String && !System.Text.Unicode.Utf8.IsValid(buffer.WrittenSpan))
            throw new GobException(GobErrorKind.InvalidValue, $"{Name}: the string is not UTF-8");
        writer.WriteBytes(buffer.WrittenSpan);
        if (buffer.Capacity > MaxRetainedBuffer)
            return;
        buffer.ResetWrittenCount();
        _buffer = buffer;
    }

    public override Op<T> Compile(GobType wire, OpCompiler compiler)
    {
        if (wire.Kind == marshaler.Kind)
            return new MarshalerOp(marshaler);
        // What is written in another form than the type has from the start is still read in both.
        return BuiltInCodecs.Find<T>() is { } builtIn ? builtIn.Compile(wire, compiler) : throw Mismatch(wire);
    }

    private sealed class MarshalerOp(GobMarshaler<T> marshaler) : Op<T>
    {
        public override void Read(ref GobReader reader, ref T value)
        {
            try
            {
                value = marshaler.Read(reader.ReadBytes());
            }
            catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
            {
                throw reader.At(new GobException(GobErrorKind.OutOfRange, $"no {TypeNames.Of(typeof(T))} has these bytes: {error.Message}", error));
            }
        }
    }
}
