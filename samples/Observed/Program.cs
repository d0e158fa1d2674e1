using Gobwire.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

// An endpoint whose metrics Prometheus scrapes, and whose metrics and spans go to a collector where OTEL_EXPORTER_OTLP_ENDPOINT names one.
string[] names = ["Gobwire.Transport", "Gobwire.Commands"];
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
if (builder.Configuration["urls"] is null)
    builder.WebHost.UseUrls("http://127.0.0.1:9464");

builder.Services.AddCommandEndpoint(endpoint => endpoint
    .Configure(builder.Configuration.GetSection("Gobwire:Endpoints:main"))
    .Configure(options =>
    {
        if (options.Listen.Count == 0)
            options.Listen.Add("127.0.0.1:61000");
    })
    .MapText("STRING", _ => "Thank you.")
    .Map<long, long>("SQUARE", number => number * number)
    .AddHealthCheck());

OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService("observed"))
    .WithMetrics(metrics => metrics.AddMeter(names).AddPrometheusExporter())
    .WithTracing(traces => traces.AddSource(names));
if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
    telemetry.UseOtlpExporter();

WebApplication app = builder.Build();
app.MapPrometheusScrapingEndpoint();
app.MapHealthChecks("/health");
await app.StartAsync();
Console.WriteLine($"commands: {app.Services.GetRequiredService<CommandHost>().EndPoints[0]}");
Console.WriteLine($"metrics: {app.Urls.First()}/metrics");
await app.WaitForShutdownAsync();
