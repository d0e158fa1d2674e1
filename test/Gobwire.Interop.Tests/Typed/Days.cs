namespace Gobwire.Interop.Tests.Typed;

/// <summary>Flags, a uint16 in Go.</summary>
[Flags]
public enum Days : ushort
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Other = 0x8000,
}
