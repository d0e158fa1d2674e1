using System.Buffers;
using System.Net;
using Gobwire.Codecs;

namespace Gobwire;

/// <summary>Writes an <see cref="IPAddress"/> as Go's net.IP, a <c>[]byte</c>; without it one is written as a netip.Addr. Both are read in either case.</summary>
/// <remarks>An IPv4 address has 4 bytes when written, 4 or 16 when read. Scope ids are not sent: net.IP has none.</remarks>
public sealed class GobNetIPMarshaler() : GobMarshaler<IPAddress>("net.IP", GobTypeKind.Bytes)
{
    /// <inheritdoc/>
    public override void Write(IPAddress value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Advance(NetIPForm.Write(value, output.GetSpan(NetIPForm.MaxLength), withZone: false));
    }

    /// <inheritdoc/>
    public override IPAddress Read(ReadOnlySpan<byte> bytes)
    {
        string? problem = NetIPForm.TryParseNetIP(bytes, out IPAddress? address);
        return problem is null ? address! : throw new FormatException(problem);
    }
}
