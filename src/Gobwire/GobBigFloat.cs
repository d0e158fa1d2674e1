using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Gobwire.Codecs;

namespace Gobwire;

/// <summary>
/// Go's big.Float: ± 0.mantissa × 2^exponent, with the precision, rounding mode and accuracy it has in Go. It is carried exactly;
/// to calculate, convert it. The default is Go's zero value: 0 with precision 0.
/// </summary>
public readonly struct GobBigFloat : IEquatable<GobBigFloat>
{
    private readonly byte[]? _mantissa;

    internal GobBigFloat(
        GobBigFloatForm form, bool isNegative, uint precision, GobRoundingMode mode, int accuracy, int exponent, byte[]? mantissa)
    {
        Form = form;
        IsNegative = isNegative;
        Precision = precision;
        Mode = mode;
        Accuracy = accuracy;
        Exponent = exponent;
        _mantissa = mantissa;
    }

    /// <summary>Whether this is zero, a finite number or infinity.</summary>
    public GobBigFloatForm Form { get; }

    /// <summary>Whether the sign is minus; zero may have it too.</summary>
    public bool IsNegative { get; }

    /// <summary>The precision in bits to which Go rounds results kept in this variable; 0 if it was never set.</summary>
    public uint Precision { get; }

    /// <summary>How Go rounds results kept in this variable.</summary>
    public GobRoundingMode Mode { get; }

    /// <summary>The error of Go's last rounding: -1 if the number is below the exact result, 0 if exact, 1 if above.</summary>
    public int Accuracy { get; }

    /// <summary>The power of two by which the mantissa is multiplied; 0 unless the number is finite.</summary>
    public int Exponent { get; }

    /// <summary>The mantissa's bits behind the binary point, big-endian, the first of them set; empty unless the number is finite.</summary>
    public ReadOnlyMemory<byte> Mantissa => _mantissa;

    /// <summary>Makes a number of an integer and a power of two: <paramref name="significand"/> × 2^<paramref name="exponent"/>.</summary>
    /// <param name="significand">The integer.</param>
    /// <param name="exponent">The power of two.</param>
    /// <param name="precision">The precision in bits; 0 for as many as the integer has, 64 at least, as Go's SetInt does.</param>
    /// <exception cref="ArgumentOutOfRangeException">The integer has more bits than the precision, or the exponent overflows.</exception>
    public static GobBigFloat Create(BigInteger significand, int exponent = 0, uint precision = 0)
    {
        BigInteger magnitude = BigInteger.Abs(significand);
        long bits = magnitude.GetBitLength();
        if (precision == 0)
            precision = (uint)Math.Max(64, bits);
        if (magnitude.IsZero)
            return new(GobBigFloatForm.Zero, false, precision, GobRoundingMode.ToNearestEven, 0, 0, null);
        long trailing = (long)BigInteger.TrailingZeroCount(magnitude);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits - trailing, precision, nameof(precision));
        long goExponent = exponent + bits;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(goExponent, int.MaxValue, nameof(exponent));
        // Whole words of 64 bits, without those at the end that are zero, as Go keeps them.
        long words = (bits - trailing + 63) / 64;
        long shift = (words * 64) - bits;
        byte[] mantissa = (shift >= 0 ? magnitude << (int)shift : magnitude >> (int)-shift).ToByteArray(isUnsigned: true, isBigEndian: true);
        return new(GobBigFloatForm.Finite, significand.Sign < 0, precision, GobRoundingMode.ToNearestEven, 0, (int)goExponent, mantissa);
    }

    /// <summary>Makes the exact counterpart of a double, with precision 53 as Go's NewFloat does.</summary>
    /// <param name="value">The number, or an infinity.</param>
    /// <exception cref="ArgumentException">The number is NaN, which Go's big.Float has not.</exception>
    public static GobBigFloat FromDouble(double value)
    {
        const uint PrecisionOfDouble = 53;
        if (double.IsNaN(value))
            throw new ArgumentException("big.Float has no NaN.", nameof(value));
        if (double.IsInfinity(value) || value == 0)
        {
            GobBigFloatForm form = value == 0 ? GobBigFloatForm.Zero : GobBigFloatForm.Infinite;
            return new(form, double.IsNegative(value), PrecisionOfDouble, GobRoundingMode.ToNearestEven, 0, 0, null);
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        long fraction = bits & ((1L << 52) - 1);
        long significand = exponent == 0 ? fraction : fraction | (1L << 52);
        return Create(value < 0 ? -significand : significand, Math.Max(exponent, 1) - 1075, PrecisionOfDouble);
    }

    /// <summary>The nearest double, halves to even; infinite where the number is too large.</summary>
    public double ToDouble()
    {
        if (Form != GobBigFloatForm.Finite)
            return (Form, IsNegative) switch
            {
                (GobBigFloatForm.Zero, false) => 0.0,
                (GobBigFloatForm.Zero, true) => -0.0,
                (_, false) => double.PositiveInfinity,
                _ => double.NegativeInfinity,
            };
        Span<byte> first = stackalloc byte[8];
        ReadOnlySpan<byte> mantissa = _mantissa;
        mantissa[..Math.Min(8, mantissa.Length)].CopyTo(first);
        bool isSticky = mantissa.Length > 8 && mantissa[8..].ContainsAnyExcept((byte)0);
        double magnitude = Rounding.ToDouble(BinaryPrimitives.ReadUInt64BigEndian(first), isSticky, Exponent);
        return IsNegative ? -magnitude : magnitude;
    }

    /// <summary>The nearest decimal, halves to even.</summary>
    /// <exception cref="OverflowException">The number is infinite or too large.</exception>
    public decimal ToDecimal()
    {
        const int BitsOfDecimal = 96;
        const int BitsOfSmallestDecimal = -95;
        if (Form == GobBigFloatForm.Zero || (Form == GobBigFloatForm.Finite && Exponent < BitsOfSmallestDecimal))
            return 0;
        if (Form == GobBigFloatForm.Infinite || Exponent > BitsOfDecimal)
            throw new OverflowException("The big.Float is too large for a decimal.");
        var numerator = new BigInteger(_mantissa, isUnsigned: true, isBigEndian: true);
        return Rounding.ToDecimal(IsNegative, numerator << Math.Max(Exponent, 0), BigInteger.One << ((_mantissa!.Length * 8) - Math.Min(Exponent, 0)));
    }

    /// <summary>The nearest double; see <see cref="ToDouble"/>.</summary>
    public static explicit operator double(GobBigFloat value) => value.ToDouble();

    /// <summary>The nearest decimal; see <see cref="ToDecimal"/>.</summary>
    /// <exception cref="OverflowException">The number is infinite or too large.</exception>
    public static explicit operator decimal(GobBigFloat value) => value.ToDecimal();

    /// <summary>Whether both are the same number with the same sign, precision, mode and accuracy.</summary>
    public static bool operator ==(GobBigFloat left, GobBigFloat right) => left.Equals(right);

    /// <summary>Whether they differ in number, sign, precision, mode or accuracy.</summary>
    public static bool operator !=(GobBigFloat left, GobBigFloat right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GobBigFloat other) =>
        (Form, IsNegative, Precision, Mode, Accuracy, Exponent)
            == (other.Form, other.IsNegative, other.Precision, other.Mode, other.Accuracy, other.Exponent)
        && Significant.SequenceEqual(other.Significant);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GobBigFloat other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add((Form, IsNegative, Precision, Exponent));
        hash.AddBytes(Significant);
        return hash.ToHashCode();
    }

    /// <summary>The exact number in Go's format <c>p</c>: <c>0x.c8p+3</c>.</summary>
    public override string ToString()
    {
        string sign = IsNegative ? "-" : "";
        return Form switch
        {
            GobBigFloatForm.Zero => sign + "0",
            GobBigFloatForm.Infinite => IsNegative ? "-Inf" : "+Inf",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}0x.{Convert.ToHexStringLower(_mantissa!).TrimEnd('0')}p{(Exponent < 0 ? "" : "+")}{Exponent}"),
        };
    }

    /// <summary>The mantissa without the zero bytes at its end, which do not change the number.</summary>
    private ReadOnlySpan<byte> Significant => _mantissa.AsSpan().TrimEnd((byte)0);
}
