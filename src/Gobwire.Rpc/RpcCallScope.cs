namespace Gobwire.Rpc;

/// <summary>The object that serves one call, and the scope that ends with the call.</summary>
/// <typeparam name="T">The service's type.</typeparam>
/// <param name="Instance">The object.</param>
/// <param name="Scope">Disposed of when the call has ended; null for nothing.</param>
public readonly record struct RpcCallScope<T>(T Instance, IAsyncDisposable? Scope);
