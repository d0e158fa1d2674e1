using System.Text;

namespace Gobwire.Commands.Tests;

public sealed class CommandTableTests
{
    private static readonly CommandHandler Handler = (_, _) => ValueTask.CompletedTask;

    private readonly CommandTable _table = new();

    [Theory]
    [InlineData("A")]
    [InlineData("TWO WORDS")]
    [InlineData("žluťoučký kůň")]
    [InlineData("\0")]
    public void A_name_is_found_by_its_bytes(string name)
    {
        _table.Set(name, Handler);

        Assert.True(_table.TryGet(Encoding.UTF8.GetBytes(name), out CommandTable.Entry? entry));
        Assert.Equal(name, entry.Name);
        Assert.Same(Handler, entry.Handler);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(4_096)]
    public void Long_names_are_found_too(int length)
    {
        string name = new('n', length);
        _table.Set(name, Handler);

        Assert.True(_table.TryGet(Encoding.UTF8.GetBytes(name), out _));
        Assert.False(_table.TryGet(Encoding.UTF8.GetBytes(name + "x"), out _));
    }

    [Fact]
    public void Case_and_blanks_make_different_names()
    {
        _table.Set("A", Handler);

        Assert.False(_table.TryGet("a"u8, out _));
        Assert.False(_table.TryGet("A "u8, out _));
        Assert.False(_table.TryGet([], out _));
        Assert.False(_table.TryGet([0xff, 0xfe], out _));
    }

    [Fact]
    public void A_name_taken_away_is_gone_once()
    {
        _table.Set("A", Handler);

        Assert.True(_table.Remove("A"));
        Assert.False(_table.Remove("A"));
        Assert.False(_table.TryGet("A"u8, out _));
        Assert.Empty(_table.Names);
    }

    [Fact]
    public async Task Names_are_set_from_many_threads_at_once()
    {
        await Parallel.ForAsync(0, 1_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            _table.Set($"N{i}", Handler);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(1_000, _table.Names.Count);
    }
}
