using Gobwire.Commands;
using Gobwire.Hosting;
using Microsoft.Extensions.Logging;

namespace Hosted;

/// <summary>Logs each command, around its handler.</summary>
internal sealed partial class AuditFilter(ILogger<AuditFilter> logger) : ICommandFilter
{
    public async ValueTask InvokeAsync(CommandContext context, CommandNext inner)
    {
        await inner(context);
        Done(logger, context.Command, context.Connection.RemoteEndPoint?.ToString() ?? "a peer");
    }

    [LoggerMessage(1, LogLevel.Information, "{Command} of {Peer} is done", EventName = "Done")]
    private static partial void Done(ILogger logger, string command, string peer);
}
