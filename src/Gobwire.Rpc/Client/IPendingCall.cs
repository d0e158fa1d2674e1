using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Client;

/// <summary>A call that waits for its reply.</summary>
internal interface IPendingCall : IThreadPoolWorkItem
{
    /// <summary>The service and method, for errors.</summary>
    string ServiceMethod { get; }

    /// <summary>Reads the reply's body; <see cref="IThreadPoolWorkItem.Execute"/> ends the call with it. Throws what the codec throws; the call is then still to be failed.</summary>
    ValueTask ReadReplyAsync(ClientCodec codec);

    /// <summary>Ends the call with an error, on the thread pool.</summary>
    void Fail(Exception error);

    /// <summary>Ends the call as given up, on the thread pool.</summary>
    void Cancel(CancellationToken token);
}
