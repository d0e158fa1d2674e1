using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;

namespace Gobwire.Commands;

/// <summary>One command or call while it is measured: its duration and its span. The default measures nothing.</summary>
/// <param name="duration">Takes the duration; null for nobody.</param>
/// <param name="span">The span, which was begun; null for none.</param>
/// <param name="system">The protocol.</param>
/// <param name="method">The method, or <c>_OTHER</c>.</param>
/// <param name="time">The clock.</param>
internal readonly struct CallMeasure(Histogram<double>? duration, Activity? span, string system, string method, TimeProvider time)
{
    private readonly long _begun = duration is null ? 0 : time.GetTimestamp();

    /// <summary>Says who is at the other end; the last one counts.</summary>
    public void SetPeer(EndPoint? peer)
    {
        if (span is not { IsAllDataRequested: true } || peer is not IPEndPoint ip)
            return;
        IPAddress address = ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address;
        span.SetTag("network.peer.address", address.ToString());
        span.SetTag("network.peer.port", ip.Port);
    }

    /// <summary>Ends it, once.</summary>
    /// <param name="errorType">Why it failed; null if it did not.</param>
    public void End(string? errorType = null)
    {
        if (duration is not null)
        {
            var tags = new TagList { { ProtocolTelemetry.SystemTag, system }, { ProtocolTelemetry.MethodTag, method } };
            if (errorType is not null)
                tags.Add(ProtocolTelemetry.ErrorTag, errorType);
            duration.Record(time.GetElapsedTime(_begun).TotalSeconds, tags);
        }

        if (span is null)
            return;
        if (errorType is not null)
        {
            span.SetTag(ProtocolTelemetry.ErrorTag, errorType);
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }
}
