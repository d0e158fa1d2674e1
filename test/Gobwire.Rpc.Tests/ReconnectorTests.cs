using Gobwire.Rpc.Client;
using Gobwire.Testing;
using Gobwire.Transport;

namespace Gobwire.Rpc.Tests;

public sealed class ReconnectorTests
{
    [Fact]
    public async Task Clients_that_lose_their_server_together_do_not_all_dial_again_together()
    {
        var time = new RecordedTimeProvider();
        var backoff = new TransportBackoff { FirstDelay = TimeSpan.FromSeconds(1_000), MaxDelay = TimeSpan.FromSeconds(1_000) };

        for (int clients = 1; clients <= 16; clients++)
        {
            (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
            await using var reconnector = new Reconnector(
                new ClientConnection(here, new RpcClientOptions()), _ => throw new RpcException(RpcErrorKind.Dial, "nobody is there"), backoff, time);
            await there.DisposeAsync();
            await Until.TrueAsync(() => time.Waits.Count == clients, "it waits before it dials");
        }

        Assert.All(time.Waits, wait => Assert.InRange(wait.TotalSeconds, 800, 1_200));
        Assert.True(time.Waits.Distinct().Count() > 8, string.Join(", ", time.Waits));
    }
}
