namespace Gobwire.Tests.Values;

/// <summary>A sequence whose one element is a sequence.</summary>
public sealed class GobSequenceNestedTests
{
    [Fact]
    public void The_one_element_of_a_sequence_of_sequences_is_what_is_enumerated_copied_and_kept()
    {
        int[][] value = [[1, 2]];
        var outer = (GobSequence)GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(value));

        Assert.Single(outer.ToList());
        Assert.Equal(2, Assert.IsType<GobSequence>(outer.First()).Count);
        var copied = new GobValue[1];
        outer.CopyTo(copied, 0);
        Assert.Same(outer[0], copied[0]);
    }
}
