using PolyType;

namespace Gobwire.Nats.Tests;

/// <summary>What is asked; the Go peer has the same.</summary>
[GenerateShape]
public sealed partial record Order(int Id, string Customer, double[] Prices);
