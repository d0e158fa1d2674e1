namespace Gobwire.Commands;

/// <summary>The values of <c>error.type</c>: few, and none that a peer chooses. The page on observability lists them.</summary>
internal static class ErrorTypes
{
    public const string BadArgument = "bad_argument";
    public const string BadReply = "bad_reply";
    public const string BadRequest = "bad_request";
    public const string Canceled = "canceled";
    public const string ConnectionLost = "connection_lost";
    public const string Dial = "dial";
    public const string FirstCommandTimeout = "first_command_timeout";
    public const string HandlerFailed = "handler_failed";
    public const string HandlerStuck = "handler_stuck";
    public const string HandlerTimeout = "handler_timeout";
    public const string IdleTimeout = "idle_timeout";
    public const string InvalidValue = "invalid_value";
    public const string LimitExceeded = "limit_exceeded";
    public const string Malformed = "malformed";
    public const string NameTooLong = "name_too_long";
    public const string Other = "_OTHER";
    public const string OutOfRange = "out_of_range";
    public const string OutputLimit = "output_limit";
    public const string Protocol = "protocol";
    public const string RateLimited = "rate_limited";
    public const string Refused = "refused";
    public const string RelayFailed = "relay_failed";
    public const string ServerError = "server_error";
    public const string ServingFailed = "serving_failed";
    public const string Shutdown = "shutdown";
    public const string SlowReader = "slow_reader";
    public const string SlowSender = "slow_sender";
    public const string Timeout = "timeout";
    public const string TlsOnPlainPort = "tls_on_plain_port";
    public const string Truncated = "truncated";
    public const string TypeMismatch = "type_mismatch";
    public const string UnknownCommand = "unknown_command";
    public const string UnknownMethod = "unknown_method";
    public const string UnknownName = "unknown_name";
    public const string UnsupportedType = "unsupported_type";

    public static string Of(GobErrorKind kind) => kind switch
    {
        GobErrorKind.Malformed => Malformed,
        GobErrorKind.Truncated or GobErrorKind.EndOfStream => Truncated,
        GobErrorKind.TypeMismatch => TypeMismatch,
        GobErrorKind.OutOfRange => OutOfRange,
        GobErrorKind.LimitExceeded => LimitExceeded,
        GobErrorKind.UnknownName => UnknownName,
        GobErrorKind.InvalidValue => InvalidValue,
        GobErrorKind.UnsupportedType => UnsupportedType,
        _ => Other,
    };
}
