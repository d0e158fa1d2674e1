using PolyType;

namespace Gobwire.Tests.Golden.Types;

internal partial record struct Empty;

/// <summary>A struct without a name whose first field is a struct without fields.</summary>
[GenerateShape, GobType(Name = "")]
internal sealed partial class WithEmpty
{
    public Empty E { get; set; }

    public int N { get; set; }
}

/// <summary><c>struct{}{}</c>.</summary>
[GenerateShape, GobType(Name = "")]
internal sealed partial class Nothing;

[GenerateShape, GobType(Name = "")]
internal sealed partial record Anonymous(int A, AnonymousInner B);

[GobType(Name = "")]
internal partial record struct AnonymousInner(string C);

/// <summary>What stays at home: private members, delegates, ignored and computed ones.</summary>
[GenerateShape]
internal sealed partial class Hidden
{
    private readonly int _unseen = 2;

    public int Seen { get; set; }

    [PropertyShape(Ignore = true)]
    public Action? Fn { get; set; }

    public string Also { get; set; } = "";

    public int Computed => Seen + _unseen;
}

internal partial record struct Inner(int A, int B);

[GenerateShape]
internal sealed partial class Outer
{
    public Inner Inner { get; set; }

    public Point? Point { get; set; }

    public Inner C { get; set; }

    public Inner[] D { get; set; } = [];

    public Dictionary<string, Inner>? E { get; set; }

    [GobArray(2)]
    public Inner[] F { get; set; } = new Inner[2];
}

[GenerateShape]
internal sealed partial class Pointers
{
    public int? I { get; set; }

    public string? S { get; set; }

    public Point? T { get; set; }

    public int[]? Sl { get; set; }

    public Dictionary<string, int>? M { get; set; }
}

[GenerateShape]
internal sealed partial class Deep
{
    public int[][][] L { get; set; } = [];

    public Dictionary<string, Dictionary<int, string[]>>? M { get; set; }

    [GobArray(2)]
    public Dictionary<string, Point>[][] A { get; set; } = [[], []];
}
