using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>Methods that return null, or nothing.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class Nulls
{
    public List<long>? List(long args) => null;

    public Dictionary<string, long>? Members(long args) => null;

    public byte[]? Bytes(long args) => null;

    public void Nothing(long args)
    {
    }

    public Task LaterAsync(long args) => Task.CompletedTask;

    public string? Text(long args) => null;

    public Reply? Object(long args) => null;
}
