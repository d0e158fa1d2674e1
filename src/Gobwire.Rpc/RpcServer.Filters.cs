namespace Gobwire.Rpc;

public sealed partial class RpcServer
{
    /// <summary>
    /// Puts a filter around all methods, those there are and those to come; the first added is the outermost. Calls under way are not
    /// affected. A server without filters pays nothing for them.
    /// </summary>
    /// <param name="filter">
    /// The filter. Called for calls whose method there is and whose arguments fit it, from several threads at a time. Its time is the call's own:
    /// <see cref="RpcServerOptions.CallTimeout"/> bounds both together.
    /// </param>
    public void AddFilter(RpcFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _table.AddFilter(filter);
    }
}
