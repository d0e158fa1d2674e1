using Gobwire.Rpc;

namespace Arith;

/// <summary>The service from afar, a line a method: also in AOT programs, where <c>client.CreateProxy&lt;IArith&gt;()</c> is not to be had.</summary>
internal sealed class ArithClient(RpcClient client) : IArith
{
    public Task<long> MultiplyAsync(Args args, CancellationToken cancellationToken = default) =>
        client.CallAsync<Args, long>("Arith.Multiply", args, cancellationToken);

    public Task<Quotient> DivideAsync(Args args, CancellationToken cancellationToken = default) =>
        client.CallAsync<Args, Quotient>("Arith.Divide", args, cancellationToken);
}
