using System.Net;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="IPAddress"/> ↔ netip.Addr; reads the []byte of a net.IP too, which <see cref="GobNetIPMarshaler"/> writes.</summary>
internal sealed class IPAddressCodec() : OpaqueCodec<IPAddress>(GobTypeKind.BinaryMarshaler, "netip", "Addr")
{
    public override bool IsOmitted(IPAddress value) => value is null;

    public override IPAddress CreateZero(int depth) => throw NoZero(Name);

    /// <summary>Go's zero is no address; .NET's nearest, 0.0.0.0, means every address where it is used.</summary>
    public static GobException NoZero(string name) =>
        new(GobErrorKind.OutOfRange, $"Go's zero value for a member of type {name} that is not nullable; declare it nullable") { TellsValue = false };

    public override void Write(GobWriter writer, IPAddress value)
    {
        Span<byte> bytes = stackalloc byte[NetIPForm.MaxLength];
        writer.WriteBytes(bytes[..NetIPForm.Write(value, bytes)]);
    }

    public override Op<IPAddress> Compile(GobType wire, OpCompiler compiler) =>
        wire.Kind == GobTypeKind.Bytes ? new NetIPOp(this) : base.Compile(wire, compiler);

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out IPAddress value)
    {
        string? problem = NetIPForm.TryParse(bytes, out IPAddress? address);
        value = address!;
        return problem;
    }

    private sealed class NetIPOp(IPAddressCodec codec) : Op<IPAddress>
    {
        public override void Read(ref GobReader reader, ref IPAddress value)
        {
            string? problem = NetIPForm.TryParseNetIP(reader.ReadBytes(), out IPAddress? address);
            if (problem is not null)
                throw reader.At(new GobException(GobErrorKind.OutOfRange, $"{codec.Name}: {problem}"));
            value = address!;
        }
    }
}
