using PolyType;

namespace Gobwire.Benchmarks.Values;

/// <summary>A link of a chain, for deep values.</summary>
[GenerateShape]
public sealed partial class Link
{
    public long Number { get; set; }

    public Link? Next { get; set; }

    public static Link Chain(int depth)
    {
        Link? link = null;
        for (int i = depth; i > 0; i--)
            link = new Link { Number = i, Next = link };
        return link!;
    }
}
