namespace Gobwire.Testing;

/// <summary>A gob that is short, and long to print: a slice of structs whose field has a long name.</summary>
internal static class LongNames
{
    private static readonly GobType Type = GobType.StructOf("T", new GobField(new string('N', 1000), GobType.Int));

    /// <summary>Three bytes an element, and a thousand of text.</summary>
    public static GobValue Of(int count)
    {
        GobValue element = GobValue.ParseJson($$"""{"{{Type.Fields[0].Name}}":1}""", Type);
        return new GobSequence(GobType.SliceOf(Type), Enumerable.Repeat(element, count));
    }
}
