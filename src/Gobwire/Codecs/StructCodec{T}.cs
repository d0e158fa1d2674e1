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
        int last = -1;
        int i = 0;
        try
        {
            for (; i < fields.Length; i++)
            {
                if (fields[i].TryWrite(writer, ref value, i - last))
                    last = i;
            }
        }
        catch (GobException error) when (error.PrependPath(fields[i].Name))
        {
            throw;
        }

        writer.WriteByte(0);
        writer.Leave();
    }

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Struct ? builder.Compile(this, wire, compiler) : throw Mismatch(wire);

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
