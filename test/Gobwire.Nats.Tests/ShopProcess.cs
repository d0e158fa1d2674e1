using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Gobwire.Interop.Tests;

namespace Gobwire.Nats.Tests;

/// <summary>An edge or a worker of samples/Shop, as a process. Disposing kills it.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private const string Listening = "listening on ";
    private const string Placed = "placed ";

    private readonly ChildProcess _process;
    private Task _reading = Task.CompletedTask;
    private int _isKilled;

    private ShopProcess(ChildProcess process) => _process = process;

    /// <summary>Where an edge listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The ids of the orders that a worker has placed so far, in their order.</summary>
    public ConcurrentQueue<int> Orders { get; } = new();

    /// <summary>Starts an edge, which listens when this returns, and ends with the test.</summary>
    public static async Task<ShopProcess> StartEdgeAsync(SystemTest test, CancellationToken deadline)
    {
        ShopProcess edge = test.Own(new ShopProcess(Start("edge", $"nats://{test.Server.Address}", "0")));
        string line = await edge._process.ReadLineAsync(deadline);
        Assert.StartsWith(Listening, line, StringComparison.Ordinal);
        edge.Address = line[Listening.Length..];
        return edge;
    }

    /// <summary>Starts a worker, which has subscribed when this returns, and ends with the test.</summary>
    public static async Task<ShopProcess> StartWorkerAsync(SystemTest test, CancellationToken deadline)
    {
        ShopProcess worker = test.Own(new ShopProcess(Start("worker", $"nats://{test.Server.Address}")));
        Assert.Equal("working", await worker._process.ReadLineAsync(deadline));
        worker._reading = worker.ReadAsync();
        return worker;
    }

    /// <summary>Runs the client, and returns what it says.</summary>
    public static async Task<string> OrderAsync(string address, int id, CancellationToken deadline)
    {
        await using ChildProcess client = Start("order", address, id.ToString(CultureInfo.InvariantCulture));
        string line = await client.ReadLineAsync(deadline);
        await client.ExpectExitAsync(0, deadline);
        return line;
    }

    /// <summary>Kills it with SIGKILL; all that it has said is read when this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isKilled, 1) == 0)
            await _process.DisposeAsync();
        await _reading;
    }

    private static ChildProcess Start(params string[] arguments) =>
        new(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.dll"), .. arguments]));

    private async Task ReadAsync()
    {
        while (await _process.TryReadLineAsync(CancellationToken.None) is { } line)
        {
            Assert.StartsWith(Placed, line, StringComparison.Ordinal);
            Orders.Enqueue(int.Parse(line.AsSpan(Placed.Length), CultureInfo.InvariantCulture));
        }
    }
}
