using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>Says what a transport reported, in the words of Go's errors where there are such.</summary>
internal static class SocketErrorText
{
    public static string Of(Exception error)
    {
        while (NamesNoCause(error) && error.InnerException is { } inner)
            error = inner;
        SocketException? socket = error as SocketException ?? error.InnerException as SocketException;
        return socket?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset by peer",
            SocketError.Shutdown => "broken pipe",
            SocketError.ConnectionAborted or SocketError.OperationAborted => "connection aborted",
            SocketError.TimedOut => "i/o timeout",
            SocketError.HostNotFound or SocketError.NoData => "no such host",
            SocketError.HostUnreachable => "no route to host",
            SocketError.NetworkUnreachable => "network is unreachable",
            SocketError.AddressAlreadyInUse => "address already in use",
            SocketError.AddressFamilyNotSupported => "no address of the local end point's family",
            SocketError.AddressNotAvailable => "cannot assign requested address",
            SocketError.AccessDenied => "permission denied",
            SocketError.TooManyOpenSockets => "too many open files",
            _ => socket?.Message ?? error.Message,
        };
    }

    /// <summary>Whether an error's text only says that there is one inside it, as those of secure streams do: it, or OpenSSL's.</summary>
    private static bool NamesNoCause(Exception error) =>
        error.Message.Contains("see inner exception", StringComparison.OrdinalIgnoreCase)
        || error.Message.EndsWith("OpenSSL error - SSL_ERROR_SSL.", StringComparison.Ordinal);
}
