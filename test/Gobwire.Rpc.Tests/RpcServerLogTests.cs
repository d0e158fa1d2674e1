using System.Buffers;
using Gobwire.Testing;
using Gobwire.Transport;
using PolyType;

namespace Gobwire.Rpc.Tests;

/// <summary>What strangers send does not get into the log: no line of their making, and nothing of their arguments.</summary>
public sealed partial class RpcServerLogTests
{
    private readonly CapturingLogger _logger = new();

    [Fact]
    public async Task What_a_client_calls_its_types_cannot_forge_log_lines()
    {
        await ServeAsync(RpcProtocol.Gob, GobSerializer.Serialize(new Evil("z")));
        await ServeAsync(RpcProtocol.Gob, Call(new Evil("z")));

        Assert.Single(_logger.Of("BadRequest"));
        Assert.Single(_logger.Of("BadArgument"));
        Assert.DoesNotContain(_logger.Lines, l => l.Message.Any(char.IsControl));
    }

    [Fact]
    public async Task Nothing_of_an_argument_is_in_the_log()
    {
        byte[] call = Call(new Dictionary<string, long> { ["secret"] = 300 });
        await ServeAsync(RpcProtocol.Gob, call);
        await ServeAsync(RpcProtocol.Gob, call[..^2]);
        await ServeAsync(RpcProtocol.JsonRpc, """{"method":"Narrow.Take","params":[{"secret":300}],"id":0}"""u8.ToArray());
        await ServeAsync(RpcProtocol.JsonRpc, """{"method":"Narrow.Take","params":[secret],"id":0}"""u8.ToArray());

        Assert.Equal(2, _logger.Of("BadArgument").Count);
        Assert.Equal(2, _logger.Of("BadRequest").Count);
        Assert.DoesNotContain(_logger.Lines, l => l.Message.Contains("secret", StringComparison.Ordinal) || l.Message.Contains("300", StringComparison.Ordinal));
    }

    private static byte[] Call<T>(T argument)
    {
        var stream = new ArrayBufferWriter<byte>();
        var encoder = new GobEncoder(stream);
        encoder.Encode(new Request { ServiceMethod = "Narrow.Take" });
        encoder.Encode(argument);
        return stream.WrittenSpan.ToArray();
    }

    private async Task ServeAsync(RpcProtocol protocol, byte[] sent)
    {
        var server = new RpcServer(new RpcServerOptions { Protocol = protocol, Json = TestServices.Json }, _logger);
        server.Map<Dictionary<string, sbyte>, long>("Narrow.Take", entries => entries.Count);
        (TransportConnection here, TransportConnection there) = MemoryTransport.CreatePair();
        Task serving = server.ServeAsync(there);
        await here.SendAsync(sent);
        await here.CompleteOutputAsync();
        await here.ReceiveAllAsync();
        await serving;
    }

    [GenerateShape]
    internal sealed partial record Request
    {
        public string ServiceMethod { get; init; } = "";

        public ulong Seq { get; init; }
    }

    [GenerateShape]
    [GobType(Name = "Evil\n\u001b[2Jforged line")]
    internal sealed partial record Evil(string Z);
}
