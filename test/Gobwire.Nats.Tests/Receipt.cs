using PolyType;

namespace Gobwire.Nats.Tests;

/// <summary>What is answered; the Go peer has the same.</summary>
[GenerateShape]
public sealed partial record Receipt(int Id, string Text, double Total)
{
    /// <summary>The receipt of an order, as the Go peer makes it.</summary>
    public static Receipt Of(Order order) => new(order.Id, $"Thank you, {order.Customer}", order.Prices.Sum());
}
