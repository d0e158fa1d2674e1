using System.Globalization;
using System.Text.Json;
using CsCheck;
using Gobwire.Interop.Tests.Typed;
using PolyType;

namespace Gobwire.Interop.Tests;

/// <summary>Random values of .NET types: Go decodes them into its counterparts of the types, and we decode what Go encodes again.</summary>
/// <remarks>GOBWIRE_SEED repeats a run.</remarks>
public sealed class TypedDifferentialTests(GoToolchain go) : GoTests(go)
{
    private const int ValueCount = 300;

    private static readonly ulong Seed = Environment.GetEnvironmentVariable("GOBWIRE_SEED") is { Length: > 0 } text
        ? ulong.Parse(text, CultureInfo.InvariantCulture)
        : (ulong)Random.Shared.NextInt64();

    [Fact]
    public Task Basic_types_arrive_whole_and_come_back() => CompareAsync(RandomValues.Scalars, isExact: true);

    [Fact]
    public Task Collections_arrive_whole_and_come_back() => CompareAsync(RandomValues.Collections);

    [Fact]
    public Task Types_that_hold_themselves_arrive_whole_and_come_back() => CompareAsync(RandomValues.Branch);

    [Fact]
    public Task Types_with_a_form_of_their_own_arrive_whole_and_come_back() => CompareAsync(RandomValues.Opaques);

    [Fact]
    public Task Interface_values_arrive_whole_and_come_back() => CompareAsync(RandomValues.Sketch);

    /// <param name="gen">Makes the values.</param>
    /// <param name="isExact">Whether Go's bytes are the same: no map gives them another order.</param>
    private async Task CompareAsync<T>(Gen<T> gen, bool isExact = false)
        where T : IShapeable<T>
    {
        var random = new PCG(1, Seed);
        await using ChildProcess godiff = await Go.StartAsync("godiff", "typed");
        for (int i = 0; i < ValueCount; i++)
        {
            T value = gen.Generate(random, null, out _);
            byte[] gob = GobSerializer.Serialize(value);
            string hex = Convert.ToHexStringLower(gob);
            await godiff.WriteLineAsync($$"""{"type":"{{typeof(T).Name}}","hex":"{{hex}}"}""", Deadline);
            Received received = JsonSerializer.Deserialize<Received>(await godiff.ReadLineAsync(Deadline), JsonSerializerOptions.Web)!;
            string context = $"GOBWIRE_SEED={Seed}, value {i} of {typeof(T).Name}, {hex}";
            Assert.True(received.Error is null, $"Go: {received.Error}\n{context}");
            GobValue sent = GobSerializer.Deserialize<GobValue>(gob);
            Assert.True(JsonComparison.AreSame(sent.ToJson(), received.Json), $"Go has {received.Json}, we {sent}\n{context}");
            Assert.True(!isExact || received.Hex == hex, $"Go encodes {received.Hex}\n{context}");
            T back = GobSerializer.Deserialize<T>(Convert.FromHexString(received.Hex));
            GobValue again = GobSerializer.Deserialize<GobValue>(GobSerializer.Serialize(back));
            Assert.True(again.ValueEquals(sent), $"Back came {again}, not {sent}\n{context}\n{received.Hex}");
        }

        Assert.Equal("", godiff.Errors);
    }

    /// <summary>What Go made of a value: its Gob JSON, and its gob.</summary>
    private sealed record Received(string Json, string Hex, string? Error);
}
