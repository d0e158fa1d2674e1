using System.Numerics;

namespace Gobwire.Codecs;

/// <summary>Rounds exact numbers to the nearest double or decimal, halves to even.</summary>
internal static class Rounding
{
    private const int MaxScale = 28;
    private static readonly BigInteger MaxDecimal = new(decimal.MaxValue);

    /// <summary>The double nearest to 0.bits × 2^exponent.</summary>
    /// <param name="bits">The first 64 bits behind the point; the first is set.</param>
    /// <param name="isSticky">Whether any bit after those is set.</param>
    /// <param name="exponent">The power of two.</param>
    public static double ToDouble(ulong bits, bool isSticky, int exponent)
    {
        const int MaxExponent = 1024;
        const int SmallestBit = -1074;
        const int Precision = 53;
        if (exponent > MaxExponent)
            return double.PositiveInfinity;
        if (exponent < SmallestBit)
            return 0;
        // Numbers too small to be normal have fewer bits.
        int kept = Math.Min(Precision, exponent - SmallestBit);
        ulong significand = kept == 0 ? 0 : bits >> (64 - kept);
        ulong rest = bits << kept;
        const ulong Half = 1UL << 63;
        if (rest > Half || (rest == Half && (isSticky || (significand & 1) != 0)))
            significand++;
        return Math.ScaleB(significand, exponent - kept);
    }

    /// <summary>The decimal nearest to a quotient of two positive integers.</summary>
    /// <exception cref="OverflowException">It is too large.</exception>
    public static decimal ToDecimal(bool isNegative, BigInteger numerator, BigInteger denominator)
    {
        for (int scale = MaxScale; scale >= 0; scale--)
        {
            BigInteger scaled = DivideToNearest(numerator * BigInteger.Pow(10, scale), denominator);
            if (scaled > MaxDecimal)
                continue;
            while (scale > 0 && (scaled % 10).IsZero)
            {
                scaled /= 10;
                scale--;
            }

            return new decimal(
                (int)(uint)(scaled & uint.MaxValue), (int)(uint)((scaled >> 32) & uint.MaxValue), (int)(uint)(scaled >> 64), isNegative, (byte)scale);
        }

        throw new OverflowException("The number is too large for a decimal.");
    }

    private static BigInteger DivideToNearest(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient;
        BigInteger remainder;
        if (denominator.IsPowerOfTwo)
        {
            // Division takes quadratic time, and who sends the number chooses its size.
            quotient = numerator >> (int)(denominator.GetBitLength() - 1);
            remainder = numerator & (denominator - 1);
        }
        else
        {
            quotient = BigInteger.DivRem(numerator, denominator, out remainder);
        }

        int half = (remainder * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
