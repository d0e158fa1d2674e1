namespace Hosted;

/// <summary>What articles cost, in cents: a singleton, which each handler is given.</summary>
internal sealed class PriceList
{
    private readonly Dictionary<string, long> _prices = new() { ["tea"] = 250, ["coffee"] = 320 };

    public long PriceOf(string article) => _prices.GetValueOrDefault(article);
}
