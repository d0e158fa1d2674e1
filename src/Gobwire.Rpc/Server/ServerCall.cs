namespace Gobwire.Rpc.Server;

/// <summary>A call with its arguments, run on the thread pool: a slow one holds up neither its connection nor the others.</summary>
internal abstract class ServerCall : IThreadPoolWorkItem
{
    /// <summary>Begins the call; never throws.</summary>
    public abstract void Execute();
}
