using System.Net.Sockets;
using System.Security.Authentication;

namespace Gobwire.Transport.Tests;

public sealed class SocketErrorTextTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, "connection refused")]
    [InlineData(SocketError.ConnectionReset, "connection reset by peer")]
    [InlineData(SocketError.Shutdown, "broken pipe")]
    [InlineData(SocketError.ConnectionAborted, "connection aborted")]
    [InlineData(SocketError.OperationAborted, "connection aborted")]
    [InlineData(SocketError.NoData, "no such host")]
    [InlineData(SocketError.NetworkUnreachable, "network is unreachable")]
    [InlineData(SocketError.AddressFamilyNotSupported, "no address of the local end point's family")]
    [InlineData(SocketError.AddressNotAvailable, "cannot assign requested address")]
    [InlineData(SocketError.AccessDenied, "permission denied")]
    [InlineData(SocketError.TimedOut, "i/o timeout")]
    [InlineData(SocketError.HostNotFound, "no such host")]
    [InlineData(SocketError.HostUnreachable, "no route to host")]
    [InlineData(SocketError.AddressAlreadyInUse, "address already in use")]
    [InlineData(SocketError.TooManyOpenSockets, "too many open files")]
    public void Socket_errors_are_worded_as_in_Go(SocketError code, string text)
    {
        Assert.Equal(text, SocketErrorText.Of(new SocketException((int)code)));
        Assert.Equal(text, SocketErrorText.Of(new IOException("wrapped", new SocketException((int)code))));
    }

    [Fact]
    public void Other_errors_speak_for_themselves() => Assert.Equal("odd", SocketErrorText.Of(new IOException("odd")));

    [Fact]
    public void An_error_that_refers_to_the_one_inside_it_is_told_by_that()
    {
        var cause = new IOException("error:0A000418:SSL routines::tlsv1 alert unknown ca");
        var middle = new IOException("Decrypt failed with OpenSSL error - SSL_ERROR_SSL.", cause);

        Assert.Equal(cause.Message, SocketErrorText.Of(new IOException("The decryption operation failed, see inner exception.", middle)));
        Assert.Equal(cause.Message, SocketErrorText.Of(new AuthenticationException("Authentication failed, see inner exception.", middle)));
        Assert.Equal("connection reset by peer", SocketErrorText.Of(
            new AuthenticationException("Authentication failed, see inner exception.", new SocketException((int)SocketError.ConnectionReset))));
        Assert.Equal("odd, see inner exception", SocketErrorText.Of(new IOException("odd, see inner exception")));
    }
}
