using System.Text;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary>An interface, an abstract or a base class, or object ↔ an interface value: a name, a type, and the value.</summary>
/// <param name="package">The interface's package.</param>
/// <param name="name">The interface's declared name; empty for object.</param>
/// <param name="createTypes">Gathers the concrete types, when the first value comes.</param>
/// <param name="findDerived">Finds the concrete type of a value whose own type has no name, or null.</param>
internal sealed class InterfaceCodec<T>(
    string package, string name, Func<ConcreteTypes> createTypes, Func<T, ConcreteType?>? findDerived) : Codec<T>
{
    private ConcreteTypes Types => field ??= createTypes();

    public override LocalType LocalType { get; } =
        name.Length == 0 ? LocalType.EmptyInterface : LocalType.Basic(GobType.Interface, name, package);

    public override bool IsOmitted(T value) => value is null;

    public override T CreateZero(int depth) =>
        throw new GobException(
            GobErrorKind.OutOfRange, $"a nil interface value for a member of type {Name} that is not nullable; declare it nullable") { TellsValue = false };

    public override void Write(GobWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteByte(0);
            return;
        }

        ConcreteType? type = Types.TryGet(value.GetType(), out ConcreteType? exact)
            ? exact
            : findDerived?.Invoke(value) ?? Types.FindBase(value.GetType());
        if (type is null)
        {
            throw new GobException(
                GobErrorKind.InvalidValue,
                $"type not registered for interface: {TypeNames.Of(value.GetType())}; give it a name with GobOptions.Register or [DerivedTypeShape]");
        }

        writer.Enter();
        writer.WriteBytes(type.NameBytes);
        type.Write(writer, value);
        writer.Leave();
    }

    public override Op<T> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Interface ? new InterfaceOp(this) : throw Mismatch(wire);

    private sealed class InterfaceOp(InterfaceCodec<T> codec) : Op<T>
    {
        public override void Read(ref GobReader reader, ref T value)
        {
            ReadOnlySpan<byte> name = reader.ReadInterfaceName();
            if (name.IsEmpty)
            {
                value = default!;
                return;
            }

            if (!codec.Types.TryGet(name, out ConcreteType? type))
            {
                string text = Encoding.UTF8.GetString(name);
                throw reader.At(
                    new GobException(GobErrorKind.UnknownName, $"name not registered for interface {codec.Name}: \"{text}\"")
                    {
                        WireType = text,
                        LocalType = codec.Name,
                    });
            }

            reader.Enter();
            int id = reader.ReadConcreteId();
            (int, int, long) outer = reader.BeginInner();
            value = (T)type.Read(ref reader, id);
            reader.EndInner(outer);
            reader.Leave();
        }
    }
}
