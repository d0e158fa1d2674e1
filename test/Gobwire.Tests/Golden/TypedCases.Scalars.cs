using System.Numerics;
using Gobwire.Tests.Golden.Types;
using static Gobwire.Tests.Golden.TypedValue;

namespace Gobwire.Tests.Golden;

internal static partial class TypedCases
{
    private static DateTimeOffset Utc => new DateTimeOffset(2026, 11, 23, 19, 36, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private static DateTimeOffset Zoned => Utc.ToOffset(new TimeSpan(5, 30, 0));

    /// <summary>The bits of Go's math.NaN(); .NET's own NaN has others.</summary>
    private static double NaN => BitConverter.UInt64BitsToDouble(0x7FF8000000000001);

    private static void AddScalars(Dictionary<string, TypedValue[]> cases)
    {
        cases["bool"] = [Of(true), Of(false)];
        cases["int"] =
        [
            .. new long[] { 0, 1, -1, 63, 64, -64, -65, 127, 128, 1 << 30, long.MaxValue, long.MinValue }.Select(Of),
        ];
        cases["int-sizes"] = [Of(sbyte.MinValue), Of(short.MinValue), Of(int.MinValue), Of(long.MinValue), Of(sbyte.MaxValue)];
        cases["uint"] =
        [
            Of((nuint)0), Of((nuint)127), Of((nuint)128), Of(byte.MaxValue), Of((ushort)256), Of(uint.MaxValue), Of(ulong.MaxValue), Of((nuint)7),
        ];
        cases["float"] =
        [
            Of(0.0), Of(1.0), Of(17.0), Of(-2.5), Of(-0.0), Of(double.MaxValue), Of(double.Epsilon), Of(double.PositiveInfinity),
            Of(double.NegativeInfinity), Of(NaN), Of(0.1f),
        ];
        cases["complex"] = [Of(new Complex(1, -2)), Of(Complex.Zero), Of(new Complex(double.PositiveInfinity, 0.5))];
        cases["string"] = [Of(""), Of("hello"), Of("日本語 𝛑"), Of("with\nnewline"), Of(new string('x', 300))];
        cases["string-not-utf8"] = [Of<byte[]>([0xff, 0xfe, (byte)' ', (byte)'o', (byte)'k'])];
        cases["bytes"] = [Of<byte[]>([]), Of("abc"u8.ToArray()), Of<byte[]>([0, 255, 128])];
        cases["named-scalars"] = [Of(36.6), Of(TimeSpan.FromMilliseconds(1500)), Of(Month.March)];
        cases["time"] = [Of(Utc), Of(Zoned), Of(default(DateTimeOffset)), Of(DateTimeOffset.UnixEpoch)];
        cases["message-70k"] = [Of(new Node(1, null)), Of(string.Concat(Enumerable.Repeat("0123456789", 7000))), Of(new Node(2, null))];
        cases["scalars-struct"] =
        [
            Of(new Scalars
            {
                B = true,
                I = -1,
                I8 = -8,
                I16 = -16,
                I32 = -32,
                I64 = -64,
                U = 1,
                U8 = 8,
                U16 = 16,
                U32 = 32,
                U64 = 64,
                F32 = 0.5f,
                F64 = -0.25,
                C64 = new Complex(1, 2),
                C128 = new Complex(3, -4),
                S = "s",
                By = "b"u8.ToArray(),
            }),
            Of(new Scalars()),
            Of(new Scalars { U64 = ulong.MaxValue, I64 = long.MinValue }),
        ];
    }
}
