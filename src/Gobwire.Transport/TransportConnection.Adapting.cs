using System.Net.Security;
using System.Net.Sockets;

namespace Gobwire.Transport;

public abstract partial class TransportConnection
{
    /// <summary>Sets up a socket that another server has accepted, as a listener of ours does its own: with probes, and the send buffer.</summary>
    /// <param name="socket">The connection's socket.</param>
    /// <param name="options">The listener's options.</param>
    protected static void SetUpAccepted(Socket socket, TransportListenerOptions options)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(options);
        SocketSetup.ApplyToAccepted(socket, options);
    }

    /// <summary>Opens a stream for TLS to run over, where nothing was read from the connection yet.</summary>
    internal virtual Stream OpenStream() => new ConnectionStream(this);

    /// <summary>Makes a secure connection of this one, which is of no other use then.</summary>
    /// <param name="tls">TLS, which has shaken hands.</param>
    /// <param name="stream">The stream it runs over.</param>
    /// <param name="time">The clock of the deadlines.</param>
    internal virtual TransportConnection Secure(SslStream tls, Stream stream, TimeProvider time) => new SecureConnection(this, tls, time);
}
