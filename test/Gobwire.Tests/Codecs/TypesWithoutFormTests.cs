using PolyType;

namespace Gobwire.Tests.Codecs;

public sealed partial class TypesWithoutFormTests
{
    [Fact]
    public void Types_that_Go_has_no_counterpart_for_say_what_to_do_instead()
    {
        AssertUnsupported<Money>(new() { Amount = 1 }, "Money.Amount", "GobRational");
        AssertUnsupported<Large>(new() { Amount = 1 }, "Large.Amount", "BigInteger");
        AssertUnsupported<Day>(new() { Amount = DateOnly.MaxValue }, "Day.Amount", "DateTimeOffset");
        AssertUnsupported<Hour>(new() { Amount = TimeOnly.MaxValue }, "Hour.Amount", "TimeSpan");
        AssertUnsupported<Release>(new() { Amount = new Version(1, 2) }, "Release.Amount", "GobMarshaler");
        AssertUnsupported<Grid>(new() { Amount = new int[1, 1] }, "Grid.Amount", "array of arrays");
        AssertUnsupported<Timed>(new() { Amount = new() }, "Timed.Amount", "GobMarshaler");
    }

    [Fact]
    public void They_are_known_before_the_first_value()
    {
        GobException error = Assert.Throws<GobException>(GobOptions.Default.EnsureSupported<Money>);
        Assert.Equal((GobErrorKind.UnsupportedType, "Money.Amount"), (error.Kind, error.Path));
        GobOptions.Default.EnsureSupported<Computed>();
    }

    [Fact]
    public void Members_that_are_not_sent_may_have_them()
    {
        Computed value = GobSerializer.Deserialize<Computed>(GobSerializer.Serialize(new Computed { Cents = 250 }));
        Assert.Equal(2.5m, value.Amount);
    }

    [Fact]
    public void Decoding_into_them_is_the_same_error()
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<Money>(GobSerializer.Serialize(new Computed { Cents = 1, Amount2 = 1 })));
        Assert.Equal((GobErrorKind.TypeMismatch, true), (error.Kind, error.Message.Contains("no fields matched", StringComparison.Ordinal)));
        error = Assert.Throws<GobException>(() => GobSerializer.Deserialize<Money>(GobSerializer.Serialize(new IntMoney(1))));
        Assert.Equal((GobErrorKind.UnsupportedType, "Money.Amount"), (error.Kind, error.Path));
    }

    private static void AssertUnsupported<T>(T value, string path, string remedy)
        where T : IShapeable<T>
    {
        GobException error = Assert.Throws<GobException>(() => GobSerializer.Serialize(value));
        Assert.Equal((GobErrorKind.UnsupportedType, path), (error.Kind, error.Path));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [GenerateShape]
    internal sealed partial class Money
    {
        public decimal Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Large
    {
        public Int128 Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Day
    {
        public DateOnly Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Hour
    {
        public TimeOnly Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Release
    {
        public Version? Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Grid
    {
        public int[,]? Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Timed
    {
        public System.Diagnostics.Stopwatch? Amount { get; set; }
    }

    [GenerateShape]
    internal sealed partial class Computed
    {
        public int Cents { get; set; }

        public int Amount2 { get; set; }

        public decimal Amount => Cents / 100m;
    }

    [GenerateShape]
    internal sealed partial record IntMoney(int Amount);
}
