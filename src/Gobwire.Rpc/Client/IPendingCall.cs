using Gobwire.Rpc.Codecs;

namespace Gobwire.Rpc.Client;

/// <summary>A call that waits for its reply.</summary>
internal interface IPendingCall
{
    /// <summary>The service and method, for errors.</summary>
    string ServiceMethod { get; }

    /// <summary>Reads the reply's body and ends the call with it. Throws what the codec throws; the call is then still to be failed.</summary>
    ValueTask ReadReplyAsync(ClientCodec codec);

    /// <summary>Ends the call with an error, unless it has ended.</summary>
    void Fail(Exception error);

    /// <summary>Ends the call as given up, unless it has ended.</summary>
    void Cancel(CancellationToken token);
}
