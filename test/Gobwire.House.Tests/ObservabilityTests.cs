using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Gobwire.House.Tests;

/// <summary>The page on observability has every log event, metric and type of error, as they are, and none that is not there.</summary>
public sealed partial class ObservabilityTests
{
    private const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string Page = Repository.Read("docs/observability.md");

    private static readonly Assembly[] Assemblies =
        [.. Repository.Files("src", ".csproj").Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))];

    [Fact]
    public void Every_log_event_is_on_the_page()
    {
        string[] events =
        [
            .. from assembly in Assemblies
               from type in assembly.GetTypes()
               from method in type.GetMethods(Anywhere)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select $"{type.Namespace} {message.EventId} {message.EventName} {message.Level}",
        ];
        Assert.True(events.Length > 50);
        Assert.Equal(events.Order(StringComparer.Ordinal), RowsOf("Log events", 4));
    }

    [Fact]
    public void An_event_s_id_is_its_own_and_of_its_assembly_s_hundred()
    {
        (string Assembly, int Id)[] events = [.. RowsOf("Log events", 2).Select(row => (row.Split(' ')[0], int.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture)))];
        Assert.Equal(events.Length, events.Select(item => item.Id).Distinct().Count());
        Assert.All(events.GroupBy(item => item.Id / 100), hundred => Assert.Single(hundred.Select(item => item.Assembly).Distinct()));
        Assert.All(events.GroupBy(item => item.Assembly), assembly => Assert.Single(assembly.Select(item => item.Id / 100).Distinct()));
    }

    [Fact]
    public void Every_metric_is_on_the_page()
    {
        var instruments = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Gobwire.", StringComparison.Ordinal))
                instruments.Enqueue($"{instrument.Meter.Name} {instrument.Name} {instrument.GetType().Name.Split('`')[0]} {instrument.Unit}");
        };
        listener.Start();
        foreach (Type type in Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsTelemetry))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        Assert.Equal(instruments.Order(StringComparer.Ordinal), RowsOf("Metrics", 4));
    }

    [Fact]
    public void Calls_are_timed_in_OpenTelemetry_s_buckets()
    {
        double[] buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
        var calls = new ConcurrentQueue<Histogram<double>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Gobwire.", StringComparison.Ordinal) && instrument.Name.EndsWith(".call.duration", StringComparison.Ordinal))
                calls.Enqueue((Histogram<double>)instrument);
        };
        listener.Start();
        foreach (Type type in Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsTelemetry))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        // Served and called, of commands and of net/rpc.
        Assert.Equal(4, calls.Count);
        Assert.All(calls, call => Assert.Equal(buckets, call.Advice?.HistogramBucketBoundaries));
    }

    [Fact]
    public void Log_messages_stand_in_one_file_of_each_assembly()
    {
        string[] files = [.. Repository.Files("src", ".cs").Where(file => Repository.Read(file).Contains("LoggerMessage(", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Matches(@"^src/[\w.]+/Log\.cs$", file));
        // All that is logged is one of them.
        Assert.DoesNotContain(Repository.Files("src", ".cs"), file => Logs().IsMatch(Repository.Read(file)));
    }

    [Fact]
    public void Every_type_of_error_is_on_the_page()
    {
        IEnumerable<string> types = Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name == "ErrorTypes" || type.FullName == "Gobwire.Transport.Telemetry")
            .SelectMany(type => type.GetFields(Anywhere))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(types.Distinct().Order(StringComparer.Ordinal), RowsOf("Types of errors", 1));
    }

    [Fact]
    public void Every_result_over_NATS_is_on_the_page()
    {
        Type results = Assemblies.SelectMany(assembly => assembly.GetTypes()).Single(type => type.FullName == "Gobwire.Nats.Results");
        IEnumerable<string> values = results.GetFields(Anywhere).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(values.Order(StringComparer.Ordinal), RowsOf("Results over NATS", 1));
    }

    private static bool IsTelemetry(Type type) => type.Name.EndsWith("Telemetry", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true };

    /// <summary>The first cells of each row of a part's table, in order.</summary>
    private static IEnumerable<string> RowsOf(string heading, int cells)
    {
        string part = Page.Split($"## {heading}\n")[1].Split("\n## ")[0];
        return Rows().Matches(part).Skip(1)
            .Select(row => string.Join(' ', row.Value.Split('|').Skip(1).Take(cells).Select(cell => cell.Trim(' ', '`'))))
            .Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\.Log(?:Trace|Debug|Information|Warning|Error|Critical)?\(")]
    private static partial Regex Logs();

    [GeneratedRegex(@"^\| [^-].*\|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
