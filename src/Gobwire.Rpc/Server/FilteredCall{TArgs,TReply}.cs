namespace Gobwire.Rpc.Server;

/// <inheritdoc/>
internal sealed class FilteredCall<TArgs, TReply>(RpcHandler<TArgs, TReply> handler, TArgs args) : FilteredCall
{
    private TReply? _reply;
    private bool _hasReply;

    /// <summary>The reply.</summary>
    /// <exception cref="InvalidOperationException">There is none: a filter has swallowed the call, or its failure.</exception>
    public TReply Reply => _hasReply ? _reply! : throw new InvalidOperationException("a filter has ended the call without a reply: it must call what comes next, or throw");

    public override async ValueTask RunAsync(RpcCallContext context)
    {
        _hasReply = false;
        _reply = await handler(args, context, context.CancellationToken).ConfigureAwait(false);
        _hasReply = true;
    }
}
