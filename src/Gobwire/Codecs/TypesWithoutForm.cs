namespace Gobwire.Codecs;

/// <summary>Types of the base library to which nothing in Go's corresponds, and what to do instead.</summary>
internal static class TypesWithoutForm
{
    private const string Marshaler = "name a GobMarshaler for it, with [GobMarshaler] or GobOptions.WithMarshaler";

    private static readonly Dictionary<Type, string> Remedies = new()
    {
        [typeof(Int128)] = "use BigInteger (Go's *big.Int), or " + Marshaler,
        [typeof(UInt128)] = "use BigInteger (Go's *big.Int), or " + Marshaler,
        [typeof(decimal)] = "Go has no decimal; use GobRational (*big.Rat) or double, or " + Marshaler,
        [typeof(DateOnly)] = "Go has no date without time; use DateTimeOffset (time.Time), or " + Marshaler,
        [typeof(TimeOnly)] = "Go has no time without date; use TimeSpan (time.Duration), or " + Marshaler,
        [typeof(Version)] = Marshaler,
    };

    /// <summary>What to do instead of sending a type, or null if it may have a form.</summary>
    public static string? Find(Type type) => Remedies.GetValueOrDefault(type);

    /// <summary>The same for a type none of whose members can be sent: a class of the program's own is Go's struct{}, one of the base library a mistake.</summary>
    public static string? FindEmpty(Type type) =>
        type.Namespace?.StartsWith("System", StringComparison.Ordinal) is true ? Marshaler : null;
}
