using PolyType;

namespace Gobwire.Tests.Golden.Types;

[GenerateShape]
internal sealed partial class Anys
{
    public object? A { get; set; }

    public object? B { get; set; }

    public object?[] L { get; set; } = [];

    public Dictionary<string, object?>? M { get; set; }
}

internal interface IShape;

[GenerateShape]
internal partial record struct Square(double Side) : IShape;

[GenerateShape]
internal sealed partial record Circle(double R) : IShape;

[GenerateShape]
internal sealed partial class Drawing
{
    public IShape? Main { get; set; }

    public IShape?[] Others { get; set; } = [];
}
