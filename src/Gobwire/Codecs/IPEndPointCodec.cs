using System.Buffers.Binary;
using System.Net;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="IPEndPoint"/> ↔ netip.AddrPort: the address, then the port, little-endian (Go: <c>AddrPort.MarshalBinary</c>).</summary>
internal sealed class IPEndPointCodec() : OpaqueCodec<IPEndPoint>(GobTypeKind.BinaryMarshaler, "netip", "AddrPort")
{
    private const int LengthOfPort = 2;

    public override bool IsOmitted(IPEndPoint value) => value is null;

    public override IPEndPoint CreateZero(int depth) => throw IPAddressCodec.NoZero(Name);

    public override void Write(GobWriter writer, IPEndPoint value)
    {
        Span<byte> bytes = stackalloc byte[NetIPForm.MaxLength + LengthOfPort];
        int count = NetIPForm.Write(value?.Address, bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[count..], (ushort)(value?.Port ?? 0));
        writer.WriteBytes(bytes[..(count + LengthOfPort)]);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out IPEndPoint value)
    {
        value = null!;
        if (bytes.Length < LengthOfPort)
            return "not a netip.AddrPort";
        string? problem = NetIPForm.TryParse(bytes[..^LengthOfPort], out IPAddress? address);
        ushort port = BinaryPrimitives.ReadUInt16LittleEndian(bytes[^LengthOfPort..]);
        if (address is not null)
            value = new IPEndPoint(address, port);
        else if (port != 0)
            problem ??= "a port without an address";
        return problem;
    }
}
