namespace Gobwire.Rpc.Server;

/// <summary>Runs a method, with the filters around it.</summary>
internal delegate ValueTask<TReply> RpcHandler<in TArgs, TReply>(TArgs args, IRpcCaller caller, CancellationToken cancellationToken);
