using System.Text.Json;
using Gobwire.Commands;

namespace Gobwire.Rpc;

/// <summary>What this assembly measures, under the name <c>Gobwire.Rpc</c>.</summary>
internal static class Telemetry
{
    public static ProtocolTelemetry Rpc { get; } = new("Gobwire.Rpc", "go_net_rpc");

    /// <summary>The type of what went wrong with a call, as its caller sees it.</summary>
    public static string ErrorTypeOf(Exception error) => error switch
    {
        RpcServerException => ErrorTypes.ServerError,
        RpcException rpc => ErrorTypeOf(rpc.Kind),
        GobException gob => ErrorTypes.Of(gob.Kind),
        JsonException => ErrorTypes.Malformed,
        OperationCanceledException => ErrorTypes.Canceled,
        _ => ErrorTypes.Other,
    };

    private static string ErrorTypeOf(RpcErrorKind kind) => kind switch
    {
        RpcErrorKind.Dial => ErrorTypes.Dial,
        RpcErrorKind.Shutdown => ErrorTypes.Shutdown,
        RpcErrorKind.ConnectionLost => ErrorTypes.ConnectionLost,
        RpcErrorKind.Timeout => ErrorTypes.Timeout,
        RpcErrorKind.BadReply => ErrorTypes.BadReply,
        RpcErrorKind.LimitExceeded => ErrorTypes.LimitExceeded,
        RpcErrorKind.Protocol => ErrorTypes.Protocol,
        _ => ErrorTypes.Other,
    };
}
