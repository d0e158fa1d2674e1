namespace Gobwire.Tool.Tests;

/// <summary>A stream of one large message.</summary>
internal static class LargeStream
{
    /// <summary>A slice of points {1, 2}.</summary>
    public static byte[] Of(int points)
    {
        GobType point = GobType.StructOf("Point", new("X", GobType.Int), new("Y", GobType.Int));
        GobValue json = GobValue.ParseJson("[" + string.Join(',', Enumerable.Repeat("{\"X\":1,\"Y\":2}", points)) + "]", GobType.SliceOf(point));
        return GobSerializer.Serialize(json);
    }
}
