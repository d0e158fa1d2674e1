using Gobwire.Hosting;

namespace Hosted;

/// <summary>Answers an order with its price. Each command has its own object.</summary>
internal sealed class PriceHandler(PriceList prices) : ICommandHandler<Order, long>
{
    public ValueTask<long> HandleAsync(Order request, CancellationToken cancellationToken) =>
        new(prices.PriceOf(request.Article) * request.Count);
}
