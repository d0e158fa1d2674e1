namespace Gobwire.Tests.Json;

public sealed class GoTimeTests
{
    private static readonly GobType Time = GobType.OpaqueOf(GobTypeKind.GobEncoder, "Time");

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z")]
    [InlineData("2026-11-24T01:06:00.123456789+05:30")]
    [InlineData("2026-11-24T01:06:00.1-14:00")]
    [InlineData("0001-01-01T00:00:00+23:59")]
    public void A_time_comes_back_as_it_was(string time) =>
        Assert.Equal($"\"{time}\"", GobValue.ParseJson($"\"{time}\"", Time).ToJson());

    [Theory]
    [InlineData("2026-11-24T01:06:00")]
    [InlineData("2026-02-30T01:06:00Z")]
    [InlineData("2026-11-24T24:00:00Z")]
    [InlineData("2026-11-24T01:06:60Z")]
    [InlineData("2026-11-24T01:06:00.Z")]
    [InlineData("2026-11-24T01:06:00.1234567890Z")]
    [InlineData("2026-11-24T01:06:00-00:01")]
    [InlineData("2026-11-24T01:06:00+24:01")]
    [InlineData("2026-11-24T01:06:00+1:00")]
    [InlineData("2026-11-24 01:06:00Z")]
    public void What_is_neither_a_time_of_Go_s_nor_base64_is_an_error(string time) =>
        Assert.Equal(GobErrorKind.TypeMismatch, Assert.Throws<GobException>(() => GobValue.ParseJson($"\"{time}\"", Time)).Kind);
}
