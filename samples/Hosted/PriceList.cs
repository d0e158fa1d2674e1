namespace Hosted;

/// <summary>What articles cost, in cents: a singleton, which each handler is given.</summary>
internal sealed class PriceList
{
    public long PriceOf(string article) => article switch
    {
        "tea" => 250,
        "coffee" => 320,
        _ => 0,
    };
}
