using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <inheritdoc/>
/// <typeparam name="T">The local type.</typeparam>
internal abstract class Codec<T> : Codec
{
    public override string Name => TypeNames.Of(typeof(T));

    /// <summary>Writes a value, be it zero or not.</summary>
    public abstract void Write(GobWriter writer, T value);

    /// <summary>Whether a struct's field of this value is left off the wire.</summary>
    public abstract bool IsOmitted(T value);

    /// <summary>Compiles the op for a wire type.</summary>
    /// <exception cref="GobException">The types do not match.</exception>
    public abstract Op<T> Compile(GobType wire, OpCompiler compiler);

    /// <summary>Go's zero value, for members that cannot be null.</summary>
    /// <param name="depth">How many structs this zero lies in; bounded, since a type that contains itself has no zero.</param>
    public abstract T CreateZero(int depth);

    /// <summary>The codec for collections that are Go arrays of these lengths, outer to inner.</summary>
    /// <exception cref="GobException">The type is no collection, or not nested as deep.</exception>
    public virtual Codec<T> WithLengths(ReadOnlySpan<int> lengths) =>
        lengths.IsEmpty
            ? this
            : throw new GobException(GobErrorKind.UnsupportedType, $"{Name} has no elements to be an array of");

    /// <summary>Whether a value a constructor has set is Go's zero already.</summary>
    public virtual bool IsZero(T value) => IsOmitted(value);

    /// <summary>Writes a struct's field unless it is left off.</summary>
    /// <returns>Whether it was written.</returns>
    public virtual bool TryWriteField(GobWriter writer, T value, int delta)
    {
        if (IsOmitted(value))
            return false;
        writer.WriteUint((uint)delta);
        Write(writer, value);
        return true;
    }

    /// <summary>Writes values in a row; numbers have a loop of their own.</summary>
    public virtual void WriteMany(GobWriter writer, ReadOnlySpan<T> values)
    {
        int index = 0;
        try
        {
            WriteAll(writer, values, ref index);
        }
        catch (GobException error) when (error.PrependIndex(index))
        {
            throw;
        }
    }

    /// <summary>Writes a value of the stream as a message, its type's definitions before it.</summary>
    public void WriteMessage(GobWriter writer, T value)
    {
        int outer = writer.BeginChunk();
        writer.WriteInt(Define(writer, value));
        if (!IsStruct(value))
            writer.WriteByte(0);
        try
        {
            Write(writer, value);
        }
        catch (GobException error) when (error.Path.Length > 0 && error.PrependPath(PathRoot))
        {
            throw;
        }

        writer.EndChunk(outer);
    }

    /// <summary>Writes the concrete value of an interface value: its type's definitions, its type id, its bytes with their count.</summary>
    public void WriteInner(GobWriter writer, T value)
    {
        writer.WriteInt(Define(writer, value));
        int outer = writer.BeginChunk();
        if (!IsStruct(value))
            writer.WriteByte(0);
        Write(writer, value);
        writer.EndChunk(outer);
    }

    /// <summary>Defines the value's type on the stream and returns its id.</summary>
    protected virtual int Define(GobWriter writer, T value) => writer.Define(LocalType, IsPointer);

    /// <summary>Whether the value stands on the wire without the singleton's zero byte.</summary>
    protected virtual bool IsStruct(T value) => LocalType.Kind == GobTypeKind.Struct;

    /// <summary>The error of two types that do not match, in Go's sense.</summary>
    protected GobException Mismatch(GobType wire) =>
        new(GobErrorKind.TypeMismatch, $"decoding into local type {Name}, received remote type {wire}")
        {
            WireType = wire.ToString(),
            LocalType = Name,
        };

    /// <summary>Writes values in a row; the index is the one under way, for the path of an error.</summary>
    private void WriteAll(GobWriter writer, ReadOnlySpan<T> values, ref int index)
    {
        for (int i = 0; i < values.Length; i++)
        {
            index = i;
            Write(writer, values[i]);
        }
    }
}
