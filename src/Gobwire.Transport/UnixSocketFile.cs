using System.Net.Sockets;

namespace Gobwire.Transport;

/// <summary>The file of a Unix domain socket, which outlives a program that crashed and then keeps the next one from binding.</summary>
internal static class UnixSocketFile
{
    /// <summary>What opening a socket's file fails with: ENXIO on Linux, EOPNOTSUPP on macOS and the BSDs.</summary>
    private const int NoSuchDevice = 6, NotSupportedByBsd = 45, NotSupportedByMac = 102;

    /// <summary>Deletes the file if it is a socket on which nobody listens; leaves a live one, and whatever is no socket, alone.</summary>
    /// <param name="endPoint">The socket that cannot be bound.</param>
    /// <returns>Whether it was deleted.</returns>
    public static bool TryDeleteLeftover(UnixDomainSocketEndPoint endPoint)
    {
        string path = endPoint.ToString();
        // Windows has other files for them.
        if (OperatingSystem.IsWindows() || !IsSocket(path) || !IsRefused(endPoint))
            return false;
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A connect tells files and dead sockets not apart, an open does: it fails for every socket in a way of its own.</summary>
    private static bool IsSocket(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            // For both, as a pipe opened for one waits for the other end.
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (IOException error)
        {
            return error.HResult is NoSuchDevice or NotSupportedByBsd or NotSupportedByMac;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsRefused(UnixDomainSocketEndPoint endPoint)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        // A live one whose queue is full is not to be waited for.
        socket.Blocking = false;
        try
        {
            socket.Connect(endPoint);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
