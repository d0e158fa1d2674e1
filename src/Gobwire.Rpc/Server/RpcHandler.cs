namespace Gobwire.Rpc.Server;

/// <summary>Runs a method.</summary>
internal delegate ValueTask<TReply> RpcHandler<in TArgs, TReply>(TArgs args, CancellationToken cancellationToken);
