using System.Net;
using Microsoft.Extensions.Logging;

namespace Gobwire.Transport;

/// <summary>All that this assembly logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Accepting on {EndPoint} fails: {Reason}; trying again, longer and longer up to a second", EventName = "AcceptFails")]
    public static partial void AcceptFails(ILogger logger, EndPoint endPoint, string reason);

    [LoggerMessage(2, LogLevel.Information, "Accepting on {EndPoint} works again", EventName = "AcceptRecovers")]
    public static partial void AcceptRecovers(ILogger logger, EndPoint endPoint);

    [LoggerMessage(3, LogLevel.Warning, "{Peer}: refused: {Reason}", EventName = "ConnectionRefused")]
    public static partial void ConnectionRefused(ILogger logger, string peer, string reason);

    [LoggerMessage(4, LogLevel.Debug, "{Peer}: connected", EventName = "Connected")]
    public static partial void Connected(ILogger logger, string peer);

    [LoggerMessage(5, LogLevel.Error, "{Peer}: serving the connection failed", EventName = "ServingFailed")]
    public static partial void ServingFailed(ILogger logger, Exception error, string peer);

    [LoggerMessage(6, LogLevel.Information, "Listening on {EndPoint}", EventName = "Listening")]
    public static partial void Listening(ILogger logger, EndPoint endPoint);

    [LoggerMessage(7, LogLevel.Information, "Stopped listening on {EndPoint}; {Connections} connections to end", EventName = "Draining")]
    public static partial void Draining(ILogger logger, EndPoint endPoint, int connections);

    [LoggerMessage(8, LogLevel.Warning, "{Connections} connections have not ended within {Timeout}: aborting them", EventName = "DrainTimeout")]
    public static partial void DrainTimeout(ILogger logger, int connections, TimeSpan timeout);

    [LoggerMessage(9, LogLevel.Information, "Loaded the certificate {Path}, which is valid until {NotAfter:u}", EventName = "CertificateLoaded")]
    public static partial void CertificateLoaded(ILogger logger, string path, DateTime notAfter);

    [LoggerMessage(10, LogLevel.Error, "The changed certificate is not used: {Reason}", EventName = "CertificateNotLoaded")]
    public static partial void CertificateNotLoaded(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Warning, "{Peer}: {Reason}", EventName = "HandshakeFailed")]
    public static partial void HandshakeFailed(ILogger logger, string peer, string reason);

    [LoggerMessage(12, LogLevel.Information, "Deleted the socket file of {EndPoint}: nobody listened on it any more", EventName = "LeftoverDeleted")]
    public static partial void LeftoverDeleted(ILogger logger, string endPoint);
}
