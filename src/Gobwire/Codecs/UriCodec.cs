using System.Text;
using Gobwire.Wire;

namespace Gobwire.Codecs;

/// <summary><see cref="Uri"/> ↔ *url.URL: its text.</summary>
/// <remarks>Its exported field User makes Go define the type Userinfo too.</remarks>
internal sealed class UriCodec() : OpaqueCodec<Uri>(
    GobTypeKind.BinaryMarshaler, "url", "URL", LocalType.Struct("url", "Userinfo", () => []))
{
    public override bool IsPointer => true;

    public override bool IsOmitted(Uri value) => value is null;

    public override Uri CreateZero(int depth) => new("", UriKind.Relative);

    public override void Write(GobWriter writer, Uri value)
    {
        if (value is null)
            throw new GobException(GobErrorKind.InvalidValue, "a null Uri has no form in gob; only a struct's field may be null");
        writer.WriteString(value.OriginalString);
    }

    protected override string? TryParse(ReadOnlySpan<byte> bytes, out Uri value)
    {
        Uri? uri = null;
        bool isUri = System.Text.Unicode.Utf8.IsValid(bytes)
            && Uri.TryCreate(Encoding.UTF8.GetString(bytes), UriKind.RelativeOrAbsolute, out uri);
        value = uri!;
        return isUri ? null : "not a URI";
    }
}
