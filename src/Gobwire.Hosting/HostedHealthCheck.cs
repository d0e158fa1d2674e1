using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gobwire.Hosting;

/// <summary>Tells whether an endpoint or server takes what comes.</summary>
internal sealed class HostedHealthCheck(HostedListeners listeners) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthCheckResult result = listeners.CheckHealth();
        // How bad it is says whoever registered the check.
        return Task.FromResult(
            result.Status == HealthStatus.Healthy ? result : new HealthCheckResult(context.Registration.FailureStatus, result.Description));
    }
}
