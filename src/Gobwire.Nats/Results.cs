namespace Gobwire.Nats;

/// <summary>The values of <c>gobwire.result</c>: what became of a command.</summary>
internal static class Results
{
    public const string Ok = "ok";
    public const string Failed = "failed";
    public const string TimedOut = "timeout";
    public const string Canceled = "canceled";
    public const string Busy = "busy";
    public const string Refused = "refused";
    public const string NoWorker = "no_worker";
    public const string TooLarge = "too_large";
    public const string WorkerFailed = "worker_failed";
    public const string NotKept = "not_kept";
    public const string NatsFailed = "nats_failed";
}
