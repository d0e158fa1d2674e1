using System.Net;
using System.Numerics;
using Gobwire.Tests.Golden.Types;
using static Gobwire.Tests.Golden.TypedValue;

namespace Gobwire.Tests.Golden;

/// <summary>The golden values as values of .NET types, case by case.</summary>
internal static partial class TypedCases
{
    private static readonly Dictionary<string, TypedValue[]> All = Create();

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static IReadOnlyList<TypedValue> Get(string name) => All[name];

    private static Dictionary<string, TypedValue[]> Create()
    {
        var cases = new Dictionary<string, TypedValue[]>();
        AddArticle(cases);
        AddScalars(cases);
        AddCollections(cases);
        AddStructs(cases);
        AddRecursions(cases);
        AddInterfaces(cases);
        AddMessages(cases);
        return cases;
    }

    private static void AddArticle(Dictionary<string, TypedValue[]> cases)
    {
        cases["article"] =
        [
            Of(new ComplexData
            {
                N = 23,
                S = "string data",
                M = new() { ["one"] = 1, ["two"] = 2, ["three"] = 3 },
                P = "abc"u8.ToArray(),
                C = new ComplexData { N = 256, S = "Recursive structs? Piece of cake!", M = new() { ["01"] = 1, ["10"] = 2, ["11"] = 3 } },
            }),
        ];
        cases["article-zero"] = [Of(new ComplexData())];
        cases["doc-p"] = [Of(new P(3, 4, 5, "Pythagoras"))];
        cases["doc-q"] = [Of(new Q { X = 3, Y = 4, Name = "Pythagoras" })];
        cases["doc-point"] = [Of(new Point(22, 33))];
    }

    private static void AddStructs(Dictionary<string, TypedValue[]> cases)
    {
        cases["struct-empty-type"] = [Of(new WithEmpty { N = 1 })];
        cases["struct-hidden"] = [Of(new Hidden { Seen = 1, Also = "three" })];
        cases["struct-embedded"] =
        [
            Of(new Outer
            {
                Inner = new Inner(1, 2),
                Point = new Point(3, 4),
                C = new Inner(0, 5),
                D = [new Inner(6, 7), default],
                E = new() { ["e"] = new Inner(8, 0) },
                F = [default, new Inner(9, 9)],
            }),
            Of(new Outer()),
        ];
        cases["struct-pointers"] =
        [
            Of(new Pointers { I = 1, S = "pp", T = new Point(1, 2), Sl = [1], M = new() { ["a"] = 1 } }),
            Of(new Pointers()),
            Of(new Pointers { T = default(Point) }),
        ];
        cases["struct-anonymous"] = [Of(new Anonymous(1, new AnonymousInner("c")))];
        cases["struct-wide"] = [Of(new Wide { F00 = 1, F09 = -9, F19 = "nineteen", F29 = 29.5 })];
        cases["struct-deep"] =
        [
            Of(new Deep
            {
                L = [[[1], []], []],
                M = new() { ["a"] = new() { [1] = ["x"] } },
                A = [[new() { ["p"] = new Point(1, 1) }], []],
            }),
        ];
        cases["pointer-top"] = [Of<Point?>(new Point(1, 2)), Of(5)];
    }

    private static void AddRecursions(Dictionary<string, TypedValue[]> cases)
    {
        cases["recursive-list"] = [Of(new Node(1, new Node(2, new Node(3, null))))];
        cases["recursive-tree"] =
        [
            Of(new Tree { Name = "root", Kids = [new Tree { Name = "a" }, new Tree { Name = "b", Kids = [new Tree { Name = "c" }] }] }),
        ];
        cases["recursive-mutual"] = [Of(new Ping(1, new Pong("two", new Ping(3, null))))];
    }

    private static void AddInterfaces(Dictionary<string, TypedValue[]> cases)
    {
        cases["interface-basic"] =
        [
            Of(new Anys
            {
                A = 1L,
                B = "two",
                L = [null, true, 2.5, "x"u8.ToArray(), (byte)7, -7, new Complex(0, 1)],
                M = new() { ["k"] = 9L, ["nil"] = null },
            }),
        ];
        cases["interface-nil"] = [Of(new Anys())];
        cases["interface-struct"] =
        [
            Of(new Anys { A = new Point(1, 0), B = default(Point), L = [new Square(2), new Point(3, 4)] }),
        ];
        cases["interface-methods"] = [Of(new Drawing { Main = new Square(2), Others = [new Circle(1), default(Square), null] })];
        cases["interface-nested"] = [Of(new Anys { A = new Anys { A = new Anys { B = new Point(5, 6) } } })];
        cases["interface-then-same-type"] = [Of(new Anys { A = new Point(1, 2) }), Of(new Point(3, 4)), Of(new Anys { B = new Point(5, 6) })];
    }

    private static void AddMessages(Dictionary<string, TypedValue[]> cases)
    {
        cases["opaque"] =
        [
            Of(new Opaque
            {
                T = Utc,
                TP = Zoned,
                I = BigInteger.Parse("-123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture),
                F = GobBigFloat.FromDouble(2.5),
                R = new GobRational(-7, 3),
                U = new Uri("https://user@example.org/a?b=c#d"),
                A = IPAddress.Parse("2001:db8::1"),
                M = new Money(5),
                B = new Bin(6),
                PB = new PtrBin(7),
                Ms = [new Money(1), default],
                MM = new() { ["k"] = new Money(9) },
            }),
        ];
        cases["opaque-zero"] = [Of(new Opaque())];
        cases["event"] = [Of(new Event(Utc, TimeSpan.FromSeconds(3), "start"))];
        cases["many-same"] = [Of(new Point(1, 2)), Of(new Point(3, 4)), Of(default(Point)), Of(new Point(0, -1))];
        cases["many-mixed"] =
        [
            Of(new Point(1, 2)), Of("text"), Of(new P(1, 2, 3, "p")), Of(42), Of<Point[]>([new Point(5, 6)]),
            Of(new Dictionary<string, P> { ["m"] = new P(0, 0, 9, "") }),
        ];
        cases["rpc-request"] =
        [
            Of(new Request("Arith.Multiply", 0)), Of(new Args(7, 8)), Of(new Request("Arith.Divide", 1)), Of(new Args(17, 0)),
        ];
        cases["rpc-response"] =
        [
            Of(new Response("Arith.Multiply", 0, "")), Of(56), Of(new Response("Arith.Divide", 1, "divide by zero")), Of(new Nothing()),
        ];
        cases["evolution-v1"] = [Of(new V1("Ann", 30))];
        cases["evolution-v2"] =
        [
            Of(new V2 { Age = 31, Name = "Bob", Email = "bob@example.org", Tags = ["x"], Previous = new V1("Old", 1) }),
        ];
    }
}
