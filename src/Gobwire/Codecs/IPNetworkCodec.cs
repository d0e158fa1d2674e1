using System.Net;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="IPNetwork"/> ↔ netip.Prefix: the address without zone, then the count of bits (Go: <c>Prefix.MarshalBinary</c>).</summary>
/// <remarks>.NET's default is 0.0.0.0/0, which holds every address, where Go's zero Prefix holds none: neither is taken for the other.</remarks>
internal sealed class IPNetworkCodec() : OpaqueCodec<IPNetwork>(GobTypeKind.BinaryMarshaler, "netip", "Prefix")
{
    public override bool IsOmitted(IPNetwork value) => false;

    public override bool IsZero(IPNetwork value) => false;

    public override IPNetwork CreateZero(int depth) => throw IPAddressCodec.NoZero(Name);

    public override void Write(GobWriter writer, IPNetwork value)
    {
        Span<byte> bytes = stackalloc byte[NetIPForm.MaxLength];
        int count = NetIPForm.Write(value.BaseAddress, bytes, withZone: false);
        bytes[count] = (byte)value.PrefixLength;
        writer.WriteBytes(bytes[..(count + 1)]);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out IPNetwork value)
    {
        value = default;
        if (bytes.IsEmpty)
            return "not a netip.Prefix";
        string? problem = NetIPForm.TryParse(bytes[..^1], out IPAddress? address);
        if (problem is not null)
            return problem;
        if (address is null)
            return "Go's invalid Prefix has no form in .NET";
        if (bytes[^1] > (bytes.Length - 1) * 8)
            return $"a prefix of {bytes[^1]} bits of {address}";
        if (HasHostBits(bytes[..^1], bytes[^1]))
            return $"{address}/{bytes[^1]} has bits set behind its prefix, which {nameof(IPNetwork)} cannot hold";
        value = new IPNetwork(address, bytes[^1]);
        return null;
    }

    private static bool HasHostBits(ReadOnlySpan<byte> address, int prefix)
    {
        for (int bit = prefix; bit < address.Length * 8; bit++)
        {
            if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0)
                return true;
        }

        return false;
    }
}
