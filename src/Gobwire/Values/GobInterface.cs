namespace Gobwire;

/// <summary>An interface value: a value with the name its type is registered under, or nil.</summary>
public sealed class GobInterface : GobValue
{
    /// <summary>Makes an interface value.</summary>
    /// <param name="name">The registered name, such as <c>main.Point</c>.</param>
    /// <param name="value">The concrete value.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public GobInterface(string name, GobValue value)
        : base(GobType.Interface)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = value;
    }

    private GobInterface()
        : base(GobType.Interface) => Name = "";

    /// <summary>The nil interface value.</summary>
    public static GobInterface Nil { get; } = new();

    /// <summary>The registered name; empty for nil.</summary>
    public string Name { get; }

    /// <summary>The concrete value; null for nil.</summary>
    public GobValue? Value { get; }
}
