using System.Collections.Concurrent;
using System.Text;
using Gobwire.Testing;
using Gobwire.Transport;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Peers that dribble to hold connections.</summary>
public sealed class SlowlorisTests
{
    private const int Peers = 1_000;

    [Fact]
    public async Task A_thousand_peers_that_dribble_a_name_are_each_closed_at_their_deadline()
    {
        var time = new FakeTimeProvider();
        await using var served = new ServedEndpoint(new CommandEndpointOptions { TimeProvider = time });
        served.Endpoint.MapText("ECHO", text => text);
        var closedAt = new ConcurrentDictionary<int, TimeSpan>();
        var accepted = new TimeSpan[Peers];
        var peers = new List<TransportConnection>();
        var endpoints = new List<TransportConnection>();
        DateTimeOffset start = time.GetUtcNow();
        for (int i = 0; i < Peers; i++)
        {
            if (i % 100 == 0)
                time.Advance(TimeSpan.FromMilliseconds(200));
            accepted[i] = time.GetUtcNow() - start;
            (TransportConnection peer, TransportConnection ours) = MemoryTransport.CreatePair(time);
            peers.Add(peer);
            endpoints.Add(ours);
            int number = i;
            _ = served.Serve(ours).ContinueWith(
                _ => closedAt[number] = time.GetUtcNow() - start, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await Until.TrueAsync(() => ours.IsReading, "the endpoint waits");
        }

        for (int second = 0; second < 20 && closedAt.Count < Peers; second++)
        {
            foreach (TransportConnection peer in peers)
                await DribbleAsync(peer, second);
            for (int i = 0; i < 10; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                await SettleAsync(served, time.GetUtcNow() - start, accepted, endpoints, closedAt);
            }
        }

        Assert.Equal(Peers, closedAt.Count);
        Assert.All(closedAt, c => Assert.InRange(c.Value - accepted[c.Key], TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12)));
        Assert.Equal(Peers, served.Logger.Of("TimedOut").Count);
        Assert.Equal(Peers, served.Reasons.Count);
    }

    /// <summary>Waits for what is due by now: those past their deadline have said so and linger, those past lingering are closed.</summary>
    private static async Task SettleAsync(
        ServedEndpoint served, TimeSpan now, TimeSpan[] accepted, List<TransportConnection> endpoints, ConcurrentDictionary<int, TimeSpan> closedAt)
    {
        int timedOut = accepted.Count(a => now - a > TimeSpan.FromSeconds(10.1));
        int closed = accepted.Count(a => now - a > TimeSpan.FromSeconds(11.5));
        await Until.TrueAsync(() => served.Logger.Of("TimedOut").Count >= timedOut, $"{timedOut} timed out");
        // They time out in the order they came. Time must not go on before the lingering of each has begun, which is to have its own.
        for (int i = 0; i < timedOut; i++)
            await Until.TrueAsync(() => endpoints[i].IsReading || closedAt.ContainsKey(i), $"peer {i} is lingered for or closed");
        await Until.TrueAsync(() => closedAt.Count >= closed, $"{closed} were closed");
    }

    private static async Task DribbleAsync(TransportConnection peer, int second)
    {
        try
        {
            peer.Write(Encoding.ASCII.GetString([(byte)('A' + second)]));
            await peer.Output.FlushAsync(Until.Deadline);
        }
        catch (IOException)
        {
            // It is closed.
        }
    }
}
