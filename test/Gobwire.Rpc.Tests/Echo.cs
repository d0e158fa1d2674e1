using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>Answers with what it is sent.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class Echo
{
    public Everything Everything(Everything args) => args;

    public byte[] Bytes(byte[] args) => args;
}
