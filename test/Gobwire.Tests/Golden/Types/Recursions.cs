using PolyType;

namespace Gobwire.Tests.Golden.Types;

[GenerateShape]
internal sealed partial record Node(int Value, Node? Next);

[GenerateShape]
internal sealed partial class Tree
{
    public string Name { get; set; } = "";

    public Tree[] Kids { get; set; } = [];
}

[GenerateShape]
internal sealed partial record Ping(int N, Pong? Pong);

internal sealed partial record Pong(string S, Ping? Ping);
