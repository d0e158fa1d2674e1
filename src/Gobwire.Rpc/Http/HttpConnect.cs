using System.Text;
using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Rpc.Http;

/// <summary>The exchange before net/rpc inside HTTP, as Go's client has it: one CONNECT, one response, then the protocol itself.</summary>
internal static class HttpConnect
{
    /// <summary>What Go's server answers, and Go's client demands.</summary>
    public const string Connected = "200 Connected to Go RPC";

    public static void CheckPath(string path, string parameter)
    {
        ArgumentNullException.ThrowIfNull(path, parameter);
        if (!path.StartsWith('/') || path.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("A path begins with a slash, and has neither blanks nor characters beyond ASCII.", parameter);
    }

    /// <exception cref="InvalidDataException">The server answers otherwise.</exception>
    public static async Task RequestAsync(TransportConnection transport, string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        transport.BeginRead(timeout);
        int count = Encoding.ASCII.GetBytes($"CONNECT {path} HTTP/1.0\n\n", transport.Output.GetSpan(path.Length + 32));
        transport.Output.Advance(count);
        await transport.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        string[] head = await HttpHead.ReadAsync(transport.Input, cancellationToken).ConfigureAwait(false);
        transport.BeginRead(Timeout.InfiniteTimeSpan);
        string[] parts = head[0].Split(' ', 2);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal))
            throw new InvalidDataException("the answer is not HTTP");
        if (parts[1].TrimStart(' ') != Connected)
            throw new InvalidDataException($"unexpected HTTP response: {LogText.Of(parts[1])}");
    }
}
