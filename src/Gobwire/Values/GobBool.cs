namespace Gobwire;

/// <summary>A truth value.</summary>
public sealed class GobBool : GobValue
{
    private static readonly GobBool True = new(true);
    private static readonly GobBool False = new(false);

    private GobBool(bool value)
        : base(GobType.Bool) => Value = value;

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <summary>The value of a bool.</summary>
    /// <param name="value">The bool.</param>
    public static GobBool Of(bool value) => value ? True : False;
}
