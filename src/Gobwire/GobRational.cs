using System.Globalization;
using System.Numerics;
using Gobwire.Codecs;

namespace Gobwire;

/// <summary>Go's big.Rat: a quotient of two integers in lowest terms. The default is 0.</summary>
public readonly struct GobRational : IEquatable<GobRational>
{
    // One less, so that the default is 0/1.
    private readonly BigInteger _denominatorMinusOne;

    /// <summary>Makes a quotient, reduced to lowest terms with a positive denominator.</summary>
    /// <param name="numerator">The numerator.</param>
    /// <param name="denominator">The denominator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is zero.</exception>
    public GobRational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new ArgumentOutOfRangeException(nameof(denominator), "The denominator is zero.");
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
            divisor = -divisor;
        Numerator = numerator / divisor;
        _denominatorMinusOne = (denominator / divisor) - 1;
    }

    private GobRational((BigInteger Numerator, BigInteger DenominatorMinusOne) reduced) => (Numerator, _denominatorMinusOne) = reduced;

    /// <summary>The numerator, with the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, 1 or more.</summary>
    public BigInteger Denominator => _denominatorMinusOne + 1;

    /// <summary>Takes the terms as Go sent them, which are the lowest: to check that takes quadratic time, and a stranger chooses their size.</summary>
    internal static GobRational FromLowestTerms(BigInteger numerator, BigInteger denominator) => new((numerator, denominator - 1));

    /// <summary>The nearest double, halves to even; infinite where the number is too large.</summary>
    public double ToDouble()
    {
        if (Numerator.IsZero)
            return 0;
        BigInteger numerator = BigInteger.Abs(Numerator);
        // A quotient of 65 or 66 bits: 64 to keep, and what is cut off counts as sticky.
        long shift = 65 - (numerator.GetBitLength() - Denominator.GetBitLength());
        BigInteger quotient = BigInteger.DivRem(
            shift > 0 ? numerator << (int)shift : numerator, shift < 0 ? Denominator << (int)-shift : Denominator, out BigInteger remainder);
        int extra = (int)quotient.GetBitLength() - 64;
        bool isSticky = !remainder.IsZero || !(quotient & ((BigInteger.One << extra) - 1)).IsZero;
        long exponent = 64 + extra - shift;
        double magnitude = Rounding.ToDouble((ulong)(quotient >> extra), isSticky, (int)Math.Clamp(exponent, -2000, 2000));
        return Numerator.Sign < 0 ? -magnitude : magnitude;
    }

    /// <summary>The nearest decimal, halves to even.</summary>
    /// <exception cref="OverflowException">The number is too large.</exception>
    public decimal ToDecimal() => Rounding.ToDecimal(Numerator.Sign < 0, BigInteger.Abs(Numerator), Denominator);

    /// <summary>The nearest double; see <see cref="ToDouble"/>.</summary>
    public static explicit operator double(GobRational value) => value.ToDouble();

    /// <summary>The nearest decimal; see <see cref="ToDecimal"/>.</summary>
    /// <exception cref="OverflowException">The number is too large.</exception>
    public static explicit operator decimal(GobRational value) => value.ToDecimal();

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(GobRational left, GobRational right) => left.Equals(right);

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(GobRational left, GobRational right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GobRational other) => Numerator == other.Numerator && _denominatorMinusOne == other._denominatorMinusOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GobRational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorMinusOne);

    /// <summary>The number as Go prints it: <c>-3/4</c>, <c>5/1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
