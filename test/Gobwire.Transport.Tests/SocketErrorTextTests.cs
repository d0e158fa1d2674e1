using System.Net.Sockets;

namespace Gobwire.Transport.Tests;

public sealed class SocketErrorTextTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, "connection refused")]
    [InlineData(SocketError.ConnectionReset, "connection reset by peer")]
    [InlineData(SocketError.Shutdown, "broken pipe")]
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
}
