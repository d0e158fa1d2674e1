using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>The service of net/rpc's documentation and tests, in .NET's way.</summary>
[GenerateShape(IncludeMethods = MethodShapeFlags.PublicInstance)]
internal sealed partial class Arith
{
    public long Multiply(Args args) => args.A * args.B;

    public ValueTask<Quotient> DivideAsync(Args args) => args.B == 0
        ? throw new RpcServerException("divide by zero")
        : new(new Quotient { Quo = args.A / args.B, Rem = args.A % args.B });

    public Reply Add(Args args) => new() { C = args.A + args.B };

    public string String(Args args) => $"{args.A}+{args.B}={args.A + args.B}";

    public Task<Reply> ScanAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult(new Reply { C = long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) });

    public async Task<Reply> SleepMilli(Args args, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(args.A), cancellationToken);
        return new Reply { C = args.B };
    }

    public void Fail(Args args) => throw new InvalidOperationException($"the secret of {args.A}");
}

[GenerateShape]
internal sealed partial record Args
{
    public long A { get; init; }

    public long B { get; init; }
}

[GenerateShape]
internal sealed partial record Quotient
{
    public long Quo { get; init; }

    public long Rem { get; init; }
}

[GenerateShape]
internal sealed partial record Reply
{
    public long C { get; set; }
}
