using PolyType;

namespace Gobwire.Benchmarks.Values;

/// <summary>A row of a table, for slices of structs.</summary>
[GenerateShape]
public sealed partial class Row
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public double Score { get; set; }

    public bool Active { get; set; }

    public static Row[] Create(int count)
    {
        var rows = new Row[count];
        for (int i = 0; i < count; i++)
            rows[i] = new Row { Id = i + 1, Name = $"row number {i}", Score = i * 0.5, Active = i % 2 == 0 };
        return rows;
    }
}
