using PolyType;

namespace Gobwire.House.Tests;

/// <summary>What docs/wire-format.md shows byte by byte is what goes over the wire.</summary>
public sealed class WireFormatTests
{
    private const string Document = "docs/wire-format.md";

    [Fact]
    public void The_worked_example_is_what_we_write() =>
        Assert.Equal(ExampleBytes(), Convert.ToHexString(GobSerializer.Serialize(new Point(22, 33))));

    [Fact]
    public void The_worked_example_is_what_we_read() =>
        Assert.Equal(new Point(22, 33), GobSerializer.Deserialize<Point>(Convert.FromHexString(ExampleBytes())));

    [Fact]
    public void The_worked_example_is_explained_to_the_last_byte()
    {
        IEnumerable<string> rows = Repository.Read(Document).Split('\n')
            .SkipWhile(line => line != "| bytes | meaning |").TakeWhile(line => line.StartsWith('|')).Skip(2);
        string explained = string.Concat(rows.Select(row => string.Concat(row.Split('|')[1].Where(char.IsAsciiHexDigit))));
        Assert.Equal(ExampleBytes(), explained);
    }

    private static string ExampleBytes() => string.Concat(Documents.Blocks(Document, "")[0].Where(char.IsAsciiHexDigit));
}

[GenerateShape]
sealed partial record Point(int X, int Y);
