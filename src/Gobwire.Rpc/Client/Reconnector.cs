using Gobwire.Transport;

namespace Gobwire.Rpc.Client;

/// <summary>Keeps a client connected: dials anew when the connection is lost, later and later while that fails.</summary>
internal sealed class Reconnector : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<ClientConnection>> _dial;
    private readonly TransportBackoff _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource<ClientConnection> _ready = NewSource();

    public Reconnector(
        ClientConnection first, Func<CancellationToken, Task<ClientConnection>> dial, TransportBackoff options, TimeProvider time)
    {
        _dial = dial;
        _options = options;
        _time = time;
        _ready.SetResult(first);
        _running = Task.Run(() => RunAsync(first));
    }

    /// <summary>The connection, or the next one where it is lost.</summary>
    public Task<ClientConnection> GetAsync(CancellationToken cancellationToken) => Volatile.Read(ref _ready).Task.WaitAsync(cancellationToken);

    /// <summary>Stops dialing, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        Task<ClientConnection> last = Volatile.Read(ref _ready).Task;
        if (last.IsCompletedSuccessfully)
            await (await last.ConfigureAwait(false)).CloseAsync().ConfigureAwait(false);
    }

    private static TaskCompletionSource<ClientConnection> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(ClientConnection connection)
    {
        try
        {
            int failures = 0;
            while (true)
            {
                long begun = _time.GetTimestamp();
                await connection.Completion.WaitAsync(_stop.Token).ConfigureAwait(false);
                Volatile.Write(ref _ready, NewSource());
                // A connection that is lost at once is a failure too, or a peer that hangs up would be dialed without end.
                failures = _time.GetElapsedTime(begun) < _options.FirstDelay ? failures + 1 : 0;
                connection = await DialAsync(failures).ConfigureAwait(false);
                Volatile.Read(ref _ready).SetResult(connection);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Volatile.Read(ref _ready).TrySetException(new RpcException(RpcErrorKind.Shutdown, "connection is shut down"));
        }
    }

    private async Task<ClientConnection> DialAsync(int failures)
    {
        while (true)
        {
            if (failures > 0)
            {
                TimeSpan delay = _options.DelayAfter(failures, Random.Shared.NextDouble());
                await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
            }

            try
            {
                return await _dial(_stop.Token).ConfigureAwait(false);
            }
            catch (RpcException)
            {
                failures++;
            }
        }
    }
}
