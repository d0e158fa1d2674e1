using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>A class, record or struct ↔ a struct. A class stands for a pointer to one.</summary>
internal sealed class StructCodec<T>(string package, string name, FieldWriter<T>[] fields, StructBuilder<T> builder) : Codec<T>, IStructCodec
{
    private LocalType? _localType;

    // Made once, whatever threads ask: a type is one on a stream by being one instance.
    public override LocalType LocalType =>
        Volatile.Read(ref _localType) ?? LocalType.MakeOnce(ref _localType, LocalType.Struct(package, name, () => Array.ConvertAll(fields, ToLocalField)));

    public override bool IsPointer => !typeof(T).IsValueType;

    public override string PathRoot => name.Length > 0 ? name : Name;

    public bool HasZeros => builder.HasZeros;

    public override bool IsOmitted(T value) => value is null;

    // An object is a pointer: its zero is null, or another object.
    public override bool IsZero(T value) => typeof(T).IsValueType && DefaultValue.Is(value);

    public override T CreateZero(int depth) => builder.CreateZero(depth);

    public override void Write(GobWriter writer, T value)
    {
        if (value is null)
            throw new GobException(GobErrorKind.InvalidValue, $"a null {Name} has no form in gob; only a struct's field may be null");
        writer.Enter();
        int field = 0;
        try
        {
            WriteFields(writer, ref value, ref field);
        }
        catch (GobException error) when (error.PrependPath(fields[field].Name))
        {
            throw;
        }

        writer.WriteByte(0);
        writer.Leave();
    }

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Struct ? builder.Compile(this, wire, compiler) : throw Mismatch(wire);

    /// <summary>Apart from the try block, in which no variable may live in a register; the field is the one under way, for the path of an error.</summary>
    private void WriteFields(GobWriter writer, ref T value, ref int field)
    {
        FieldWriter<T>[] all = fields;
        int last = -1;
        for (int i = 0; i < all.Length; i++)
        {
            field = i;
            if (all[i].TryWrite(writer, ref value, i - last))
                last = i;
        }
    }

    private LocalField ToLocalField(FieldWriter<T> writer)
    {
        try
        {
            return new LocalField(writer.Name, writer.LocalTypeRef);
        }
        catch (GobException error) when (error.PrependPath($"{PathRoot}.{writer.Name}"))
        {
            throw;
        }
    }
}
