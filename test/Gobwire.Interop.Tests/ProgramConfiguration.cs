using System.Text.Json;
using System.Text.Json.Nodes;
using Gobwire.Testing;

namespace Gobwire.Interop.Tests;

/// <summary>A file that configures gobwire listen: one endpoint, on a loopback port if its options do not say otherwise.</summary>
internal sealed class ProgramConfiguration : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="options">The endpoint's options.</param>
    public ProgramConfiguration(object options)
    {
        JsonObject main = JsonSerializer.SerializeToNode(options)!.AsObject();
        if (!main.ContainsKey("Listen"))
            main["Listen"] = new JsonArray("127.0.0.1:0");
        File.WriteAllText(PathOfFile, new JsonObject { ["Gobwire"] = new JsonObject { ["Endpoints"] = new JsonObject { ["main"] = main } } }.ToJsonString());
    }

    /// <summary>The program's arguments.</summary>
    public string[] Arguments => ["listen", "--config", PathOfFile];

    private string PathOfFile => _folder.PathOf("gobwire.json");

    public void Dispose() => _folder.Dispose();
}
