namespace Gobwire.Transport.Tests;

public sealed class DescriptorReserveTests
{
    [Theory]
    [InlineData(256, 224)]
    [InlineData(1_048_576, 1_048_544)]
    [InlineData(64, 56)]
    public void The_last_descriptors_are_kept_back(int limit, int firstReserved)
    {
        var reserve = new DescriptorReserve(limit);

        reserve.Note(firstReserved - 1);
        Assert.True(reserve.HasRoom());
    }

    [Fact]
    public void Where_the_newest_descriptor_is_a_reserved_one_another_is_tried()
    {
        // This process holds descriptors above 8, and far fewer than 100,000.
        var none = new DescriptorReserve(8);
        none.Note(8);
        Assert.False(none.HasRoom());

        var many = new DescriptorReserve(100_000);
        many.Note(99_999);
        Assert.True(many.HasRoom());
    }

    [Theory]
    [InlineData("Max open files            256                  4096                 files     ", 256)]
    [InlineData("Max open files            unlimited            unlimited            files     ", int.MaxValue)]
    [InlineData("Max processes             100                  100                  processes ", int.MaxValue)]
    public void The_limit_is_the_soft_one(string line, int limit) =>
        Assert.Equal(limit, DescriptorReserve.LimitIn(["Limit                     Soft Limit           Hard Limit           Units     ", line]));

    [Fact]
    public void This_process_has_room() => Assert.True(DescriptorReserve.OfThisProcess().HasRoom());
}
