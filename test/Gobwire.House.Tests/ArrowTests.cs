using System.Text.RegularExpressions;

namespace Gobwire.House.Tests;

/// <summary>Who may use whom: the arrows go one way, between projects and between the rooms of the codec.</summary>
public sealed partial class ArrowTests
{
    /// <summary>The projects that each may use. A project that is not here may not be.</summary>
    private static readonly Dictionary<string, string[]> ProjectArrows = new()
    {
        ["Gobwire"] = [],
        ["Gobwire.Transport"] = [],
        ["Gobwire.Commands"] = ["Gobwire", "Gobwire.Transport"],
        ["Gobwire.Rpc"] = ["Gobwire", "Gobwire.Transport"],
        ["Gobwire.Hosting"] = ["Gobwire", "Gobwire.Transport", "Gobwire.Commands", "Gobwire.Rpc"],
        ["Gobwire.AspNetCore"] = ["Gobwire", "Gobwire.Transport", "Gobwire.Commands", "Gobwire.Rpc", "Gobwire.Hosting"],
        ["Gobwire.Nats"] = ["Gobwire", "Gobwire.Transport", "Gobwire.Commands", "Gobwire.Hosting"],
        ["Gobwire.Tool"] = ["Gobwire", "Gobwire.Transport", "Gobwire.Commands", "Gobwire.Rpc", "Gobwire.Hosting", "Gobwire.Nats"],
    };

    /// <summary>The packages that each may use: a small closure is a feature.</summary>
    private static readonly Dictionary<string, string[]> PackageArrows = new()
    {
        ["Gobwire"] = ["PolyType"],
        ["Gobwire.Transport"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Gobwire.Commands"] = ["System.Threading.RateLimiting"],
        ["Gobwire.Rpc"] = [],
        ["Gobwire.Hosting"] =
        [
            "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.Diagnostics.HealthChecks",
            "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options.ConfigurationExtensions",
        ],
        ["Gobwire.AspNetCore"] = [],
        ["Gobwire.Nats"] = ["NATS.Client.JetStream", "NATS.Client.Services"],
        ["Gobwire.Tool"] = ["Microsoft.Extensions.Configuration.Json", "Microsoft.Extensions.Logging.Console", "Spectre.Console", "System.CommandLine"],
    };

    /// <summary>The rooms inside the codec, from which each may use; its root, the public surface, uses them all.</summary>
    private static readonly Dictionary<string, string[]> RoomArrows = new()
    {
        ["Wire"] = [],
        ["Codecs"] = ["Wire"],
        ["Values"] = ["Codecs", "Json", "Wire"],
        ["Json"] = ["Codecs", "Values", "Wire"],
        ["Inspection"] = ["Codecs", "Json", "Wire"],
    };

    /// <summary>Doors in the wall, each with its reason.</summary>
    private static readonly Dictionary<(string File, string Room), string> Doors = new()
    {
        [("src/Gobwire/Wire/ReceivedTypes.cs", "Codecs")] = "What streams have defined is kept together with the ops compiled for it.",
        [("src/Gobwire/Codecs/BuiltInCodecs.cs", "Values")] = "The codec of values without a type is one of the built-in ones.",
    };

    /// <summary>Sources compiled into more than one project: an arrow that no reference shows.</summary>
    private static readonly Dictionary<string, string> SharedSources = new()
    {
        ["LogText"] = "Each that logs what strangers send makes it fit for a line in the same way; it is nobody's API.",
        ["ProtocolTelemetry"] = "Both protocols are measured alike, each under its own name; it is nobody's API.",
        ["CallMeasure"] = "A part of it.",
        ["ConnectionMeasure"] = "A part of it.",
        ["ErrorTypes"] = "A part of it.",
        ["RateAllowance"] = "Commands and calls are limited by the second in the same way; it is nobody's API.",
    };

    public static TheoryData<string> Projects => [.. Repository.Files("src", ".csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_projects_below_it(string project)
    {
        string[] allowed = ProjectArrows[Path.GetFileNameWithoutExtension(project)];
        Assert.Empty(Repository.Includes(project, "ProjectReference").Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_it_is_known_to_need(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.Empty(Repository.Includes(project, "PackageReference").Except(PackageArrows.GetValueOrDefault(name, [])));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_ASP_NET_Core_adapter_brings_a_framework(string project) =>
        Assert.Equal(
            Path.GetFileNameWithoutExtension(project) == "Gobwire.AspNetCore" ? ["Microsoft.AspNetCore.App"] : [],
            Repository.Includes(project, "FrameworkReference"));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_compiles_no_other_s_sources_but_those_meant_to_be_shared(string project) =>
        Assert.Empty(Repository.Includes(project, "Compile").Except(SharedSources.Keys));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_tests_and_measurements_see_what_is_internal(string project) =>
        Assert.All(
            Repository.Project(project).Descendants("InternalsVisibleTo").Select(e => (string)e.Attribute("Include")!),
            friend => Assert.Matches(@"^Gobwire\.(\w+\.)?(Tests|Fuzz|Benchmarks)$", friend));

    [Fact]
    public void The_arrows_between_projects_make_no_circle()
    {
        var done = new HashSet<string>();
        var waiting = new Queue<string>(ProjectArrows.Keys);
        for (int idle = 0; waiting.TryDequeue(out string? name) && idle <= ProjectArrows.Count; idle++)
        {
            if (ProjectArrows[name].All(done.Contains))
            {
                done.Add(name);
                idle = 0;
            }
            else
            {
                waiting.Enqueue(name);
            }
        }

        Assert.Equal(ProjectArrows.Count, done.Count);
    }

    [Fact]
    public void The_rooms_of_the_codec_use_only_those_below_them()
    {
        var wrong = new List<string>();
        foreach (string file in RoomArrows.Keys.SelectMany(room => Repository.Files($"src/Gobwire/{room}", ".cs")))
        {
            string room = file.Split('/')[2];
            foreach (Match used in RoomUse().Matches(Repository.ReadCode(file)))
            {
                string other = used.Groups["room"].Value;
                if (other != room && !RoomArrows[room].Contains(other) && !Doors.ContainsKey((file, other)))
                    wrong.Add($"{file} uses {other}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Each_door_in_the_wall_is_still_used() =>
        Assert.All(Doors.Keys, door => Assert.Contains($"using Gobwire.{door.Room};", Repository.Read(door.File), StringComparison.Ordinal));

    [Fact]
    public void Every_room_of_the_codec_has_its_arrows() =>
        Assert.Equal(
            Repository.Files("src/Gobwire", ".cs").Select(f => f.Split('/')).Where(f => f.Length > 3).Select(f => f[2]).Distinct().Order(),
            RoomArrows.Keys.Order());

    [Fact]
    public void No_room_of_the_codec_goes_back_to_its_front_doors() =>
        Assert.DoesNotContain(
            RoomArrows.Keys.Except(["Values"]).SelectMany(room => Repository.Files($"src/Gobwire/{room}", ".cs")),
            file => FrontDoor().IsMatch(Repository.ReadCode(file)));

    [GeneratedRegex(@"(?:\bGobwire\.|(?<![\w.""]))(?<room>Wire|Codecs|Values|Json|Inspection)(?:;|\.[A-Z])")]
    private static partial Regex RoomUse();

    [GeneratedRegex(@"(?<![\w.])(GobSerializer|GobEncoder|GobDecoder)\b")]
    private static partial Regex FrontDoor();
}
