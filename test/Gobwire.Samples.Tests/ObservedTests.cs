using System.Diagnostics;
using System.Net.Http;
using Gobwire.Commands;
using Gobwire.Interop.Tests;
using Gobwire.Testing;

namespace Gobwire.Samples.Tests;

/// <summary>The sample that is observed, as a process: what Prometheus scrapes, and what a collector is sent.</summary>
public sealed class ObservedTests
{
    [Fact]
    public async Task Its_metrics_are_scraped_and_sent_with_its_spans()
    {
        await using Collector collector = await Collector.StartAsync();
        await using ChildProcess sample = Start(collector.Url);
        string commands = await LineAfterAsync(sample, "commands: ");
        string metrics = await LineAfterAsync(sample, "metrics: ");
        await using (CommandClient client = await CommandClient.ConnectAsync(commands, null, Until.Deadline))
        {
            Assert.Equal("Thank you.", await client.AskTextAsync("STRING", "hello", Until.Deadline));
            Assert.Equal(49, await client.AskAsync<long, long>("SQUARE", 7, Until.Deadline));
        }

        using var http = new HttpClient();
        await ScrapeUntilAsync(http, metrics, "rpc_server_call_duration_seconds_count", "rpc_method=\"STRING\"");
        await ScrapeUntilAsync(http, metrics, "rpc_server_call_duration_seconds_count", "rpc_method=\"SQUARE\"");
        await ScrapeUntilAsync(http, metrics, "gobwire_server_active_connections", "rpc_system_name=\"gob_command\"");
        await ScrapeUntilAsync(http, metrics, "gobwire_server_request_size_bytes_count", "rpc_method=\"SQUARE\"");
        Assert.Equal("Healthy", await http.GetStringAsync(metrics.Replace("/metrics", "/health", StringComparison.Ordinal), Until.Deadline));
        await collector.WaitForAsync("metrics", "rpc.server.call.duration");
        await collector.WaitForAsync("traces", "SQUARE");
        await collector.WaitForAsync("traces", "Gobwire.Commands");
    }

    /// <summary>The tests have ASP.NET Core's framework too, and the sample's packages beside them.</summary>
    private static ChildProcess Start(string collector)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            "exec", "--runtimeconfig", Path.Combine(AppContext.BaseDirectory, "Gobwire.Samples.Tests.runtimeconfig.json"),
            Path.Combine(AppContext.BaseDirectory, "Observed.dll"), "--urls", "http://127.0.0.1:0", "--Gobwire:Endpoints:main:Listen:0", "127.0.0.1:0",
        ]);
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        start.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        return new ChildProcess(start);
    }

    private static async Task<string> LineAfterAsync(ChildProcess sample, string prefix)
    {
        while (true)
        {
            string line = await sample.ReadLineAsync(Until.Deadline);
            if (line.StartsWith(prefix, StringComparison.Ordinal))
                return line[prefix.Length..];
        }
    }

    /// <summary>Scrapes until there is a line of an instrument with a tag: what is scraped may be some moments old.</summary>
    private static async Task ScrapeUntilAsync(HttpClient http, string url, string instrument, string tag)
    {
        CancellationToken deadline = Until.Deadline;
        string page;
        do
        {
            page = await http.GetStringAsync(url, deadline);
        }
        while (!page.Split('\n').Any(line => line.StartsWith(instrument, StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal)));
    }
}
