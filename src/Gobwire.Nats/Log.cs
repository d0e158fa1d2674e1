using Microsoft.Extensions.Logging;

namespace Gobwire.Nats;

/// <summary>All that this assembly logs.</summary>
internal static partial class Log
{
    [LoggerMessage(401, LogLevel.Warning, "{Peer}: {Command}: no worker serves {Subject}", EventName = "NoWorker")]
    public static partial void NoWorker(ILogger logger, string peer, string command, string subject);

    [LoggerMessage(402, LogLevel.Warning, "{Peer}: {Command}: no answer from {Subject} within {Seconds} s", EventName = "NoAnswer")]
    public static partial void NoAnswer(ILogger logger, string peer, string command, string subject, double seconds);

    [LoggerMessage(403, LogLevel.Warning, "{Peer}: {Command}: a payload of {Length} bytes is larger than the {MaxLength} that NATS takes",
        EventName = "PayloadTooLarge")]
    public static partial void PayloadTooLarge(ILogger logger, string peer, string command, long length, long maxLength);

    [LoggerMessage(404, LogLevel.Warning, "{Peer}: {Command}: all {Attempts} workers asked at {Subject} are busy", EventName = "WorkersBusy")]
    public static partial void WorkersBusy(ILogger logger, string peer, string command, string subject, int attempts);

    [LoggerMessage(405, LogLevel.Warning, "{Peer}: {Command}: the worker at {Subject} answered {Code}: {Reason}", EventName = "WorkerRefused")]
    public static partial void WorkerRefused(ILogger logger, string peer, string command, string subject, int code, string reason);

    [LoggerMessage(406, LogLevel.Warning, "{Peer}: {Command}: not kept by the stream {Stream}: {Reason}", EventName = "NotKept")]
    public static partial void NotKept(ILogger logger, string peer, string command, string stream, string reason);

    [LoggerMessage(407, LogLevel.Warning, "{Peer}: {Command}: NATS failed: {Reason}", EventName = "NatsFailed")]
    public static partial void NatsFailed(ILogger logger, string peer, string command, string reason);

    [LoggerMessage(408, LogLevel.Debug, "{Peer}: {Command}: kept in {Stream} as {Sequence}, duplicate: {IsDuplicate}", EventName = "Kept")]
    public static partial void Kept(ILogger logger, string peer, string command, string stream, ulong sequence, bool isDuplicate);

    [LoggerMessage(421, LogLevel.Information, "Serving {Commands} at {Subjects} as {Service}", EventName = "WorkerStarted")]
    public static partial void WorkerStarted(ILogger logger, string commands, string subjects, string service);

    [LoggerMessage(422, LogLevel.Information, "Draining: {Count} commands under way", EventName = "WorkerDraining")]
    public static partial void WorkerDraining(ILogger logger, int count);

    [LoggerMessage(423, LogLevel.Warning, "{Count} commands have not ended within {Seconds} s: canceling them", EventName = "DrainTimedOut")]
    public static partial void DrainTimedOut(ILogger logger, int count, double seconds);

    [LoggerMessage(424, LogLevel.Warning, "{Subject}: busy: {Count} commands wait", EventName = "Busy")]
    public static partial void Busy(ILogger logger, string subject, int count);

    [LoggerMessage(425, LogLevel.Warning, "{Subject}: refused: {Reason}", EventName = "CommandRefused")]
    public static partial void CommandRefused(ILogger logger, string subject, string reason);

    [LoggerMessage(426, LogLevel.Error, "{Subject}: the handler failed", EventName = "HandlerFailed")]
    public static partial void HandlerFailed(ILogger logger, Exception error, string subject);

    [LoggerMessage(427, LogLevel.Warning, "{Subject}: the handler has taken more than {Seconds} s", EventName = "HandlerTimedOut")]
    public static partial void HandlerTimedOut(ILogger logger, string subject, double seconds);

    [LoggerMessage(428, LogLevel.Warning, "{Subject}: the answer is lost: {Reason}", EventName = "AnswerLost")]
    public static partial void AnswerLost(ILogger logger, string subject, string reason);

    [LoggerMessage(429, LogLevel.Warning, "{Subject}: a message was dropped unread, with {Pending} waiting before it", EventName = "MessageDropped")]
    public static partial void MessageDropped(ILogger logger, string subject, int pending);

    [LoggerMessage(441, LogLevel.Warning, "{Subject}: message {Sequence} failed at delivery {Delivery}; again in {Seconds} s",
        EventName = "DeliveryFailed")]
    public static partial void DeliveryFailed(ILogger logger, string subject, ulong sequence, ulong delivery, double seconds);

    [LoggerMessage(442, LogLevel.Error, "{Subject}: message {Sequence} put aside at {DeadSubject} after {Deliveries} deliveries: {Reason}",
        EventName = "PutAside")]
    public static partial void PutAside(
        ILogger logger, string subject, ulong sequence, string deadSubject, ulong deliveries, string reason);

    [LoggerMessage(443, LogLevel.Warning, "{Subject}: not acknowledged, and so delivered again: {Reason}", EventName = "AckFailed")]
    public static partial void AckFailed(ILogger logger, string subject, string reason);

    [LoggerMessage(444, LogLevel.Warning, "{Subject}: no messages from the stream: {Reason}; trying again", EventName = "ConsumerFailed")]
    public static partial void ConsumerFailed(ILogger logger, string subject, string reason);
}
