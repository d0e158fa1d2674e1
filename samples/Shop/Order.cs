using PolyType;

namespace Shop;

/// <summary>What a client orders.</summary>
[GenerateShape]
internal sealed partial record Order(long Id, string Customer, double[] Prices);
