using System.Buffers;
using Gobwire.Testing;
using NATS.Client.Core;
using PolyType;

namespace Gobwire.Nats.Tests;

/// <summary>Payloads as gobs.</summary>
public sealed partial class GobNatsSerializerTests : SystemTest
{
    private static readonly GobNatsSerializerRegistry Registry = new();

    [Fact]
    public void A_payload_is_one_gob_by_a_new_encoder()
    {
        var order = new Order(7, "Ann", [1.5, 2]);
        Assert.Equal(GobSerializer.Serialize(order), Write(order));
        // Go's gob.NewEncoder(&b).Encode(21), and Encode("hi").
        Assert.Equal("0304002A", Convert.ToHexString(Write(21)));
        Assert.Equal("050C00026869", Convert.ToHexString(Write("hi")));
        Assert.Equal(21, Read<int>(Write(21)));
        Assert.Equal(order.Prices, Read<Order>(Write(order))!.Prices);
        Assert.Equal("Ann", Read<GobValue>(Write(order))!["Customer"].AsString());
    }

    [Fact]
    public void An_empty_payload_is_the_default_and_null_an_empty_payload()
    {
        Assert.Equal(0, Read<int>([]));
        Assert.Null(Read<Order>([]));
        Assert.Empty(Write<Order?>(null));
    }

    [Fact]
    public void An_error_names_the_type_and_what_to_do()
    {
        GobException error = Assert.Throws<GobException>(() => Write(new Unmarked()));
        Assert.Equal(GobErrorKind.UnsupportedType, error.Kind);
        Assert.Contains(typeof(Unmarked).ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains("[GenerateShape]", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<GobException>(() => Write(new Holder(new Order(1, "", []))));
        Assert.Contains(nameof(Holder), error.Message, StringComparison.Ordinal);
        Assert.Contains("GobOptions.Register", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<GobException>(() => Read<Order>(Write("text")));
        Assert.Equal(GobErrorKind.TypeMismatch, error.Kind);
        Assert.Contains(typeof(Order).ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_publishes_and_asks_in_gob()
    {
        NatsConnection nats = Server.Connect(new NatsOpts { SerializerRegistry = Registry });
        await using INatsSub<Order> orders = await nats.SubscribeCoreAsync<Order>("orders", cancellationToken: Until.Deadline);
        Task<NatsMsg<Receipt>> asked = nats.RequestAsync<Order, Receipt>("orders", new Order(7, "Ann", [1.5, 2]), cancellationToken: Until.Deadline).AsTask();
        NatsMsg<Order> order = await orders.Msgs.ReadAsync(Until.Deadline);
        await order.ReplyAsync(Receipt.Of(order.Data!), cancellationToken: Until.Deadline);
        Assert.Equal(new Receipt(7, "Thank you, Ann", 3.5), (await asked).Data);
    }

    private static byte[] Write<T>(T value)
    {
        var output = new ArrayBufferWriter<byte>();
        Registry.GetSerializer<T>().Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static T? Read<T>(byte[] payload) => Registry.GetDeserializer<T>().Deserialize(new ReadOnlySequence<byte>(payload));

    [GenerateShape]
    internal sealed partial record Holder(object Held);

    internal sealed class Unmarked;
}
