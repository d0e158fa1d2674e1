using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gobwire.Tests.Golden;

namespace Gobwire.Tests.Streams;

/// <summary>A way to take the values of a golden stream: by type, without, as text, or by skipping them.</summary>
internal abstract class Receiver
{
    public static IReadOnlyList<Receiver> All { get; } = [new Untyped(), new Printed(), new Skipped(), new Typed()];

    /// <summary>Takes a value, which must be the stream's next. False at the end.</summary>
    public abstract bool Take(GobDecoder decoder, GoldenCase golden, int index);

    /// <inheritdoc cref="Take"/>
    public abstract ValueTask<bool> TakeAsync(GobDecoder decoder, GoldenCase golden, int index);

    private static void AssertJson(GoldenCase golden, int index, string actual)
    {
        string expected = golden.Json[index];
        if (actual != expected)
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"{actual} instead of {expected}");
    }

    private sealed class Untyped : Receiver
    {
        public override bool Take(GobDecoder decoder, GoldenCase golden, int index)
        {
            bool found = decoder.TryDecode(out GobValue value);
            if (found)
                AssertJson(golden, index, value.ToJson());
            return found;
        }

        public override async ValueTask<bool> TakeAsync(GobDecoder decoder, GoldenCase golden, int index)
        {
            GobDecodeResult<GobValue> result = await decoder.TryDecodeAsync<GobValue>(TestContext.Current.CancellationToken);
            if (result.HasValue)
                AssertJson(golden, index, result.Value.ToJson());
            return result.HasValue;
        }
    }

    private sealed class Printed : Receiver
    {
        public override bool Take(GobDecoder decoder, GoldenCase golden, int index)
        {
            var text = new ArrayBufferWriter<byte>();
            bool found = decoder.TryDecodeJson(text);
            Check(found, golden, index, text);
            return found;
        }

        public override async ValueTask<bool> TakeAsync(GobDecoder decoder, GoldenCase golden, int index)
        {
            var text = new ArrayBufferWriter<byte>();
            bool found = await decoder.TryDecodeJsonAsync(text, TestContext.Current.CancellationToken);
            Check(found, golden, index, text);
            return found;
        }

        private static void Check(bool found, GoldenCase golden, int index, ArrayBufferWriter<byte> text)
        {
            if (found)
                AssertJson(golden, index, Encoding.UTF8.GetString(text.WrittenSpan));
            else
                Assert.Equal(0, text.WrittenCount);
        }
    }

    private sealed class Skipped : Receiver
    {
        public override bool Take(GobDecoder decoder, GoldenCase golden, int index) => decoder.TrySkip();

        public override ValueTask<bool> TakeAsync(GobDecoder decoder, GoldenCase golden, int index) =>
            decoder.TrySkipAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Typed : Receiver
    {
        public override bool Take(GobDecoder decoder, GoldenCase golden, int index)
        {
            if (index == golden.Json.Count)
                return decoder.TrySkip();
            TypedValue typed = TypedCases.Get(golden.Name)[index];
            bool found = typed.TryDecode(decoder, out object? value);
            if (found)
                Structural.Equal(typed.Expected, value);
            return found;
        }

        public override async ValueTask<bool> TakeAsync(GobDecoder decoder, GoldenCase golden, int index)
        {
            if (index == golden.Json.Count)
                return await decoder.TrySkipAsync(TestContext.Current.CancellationToken);
            TypedValue typed = TypedCases.Get(golden.Name)[index];
            (bool found, object? value) = await typed.TryDecodeAsync(decoder);
            if (found)
                Structural.Equal(typed.Expected, value);
            return found;
        }
    }
}
