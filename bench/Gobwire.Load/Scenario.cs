using System.Buffers;

namespace Gobwire.Load;

/// <summary>What a command is in a scenario.</summary>
internal enum CommandKind
{
    String,
    Gob,
    Mixed,

    /// <summary>A gob that is answered with a gob.</summary>
    Ask,

    /// <summary>A gob that is answered when it is kept.</summary>
    Keep,
}

/// <summary>A way of loading a server.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Kind">The commands sent.</param>
/// <param name="Connections">How many connections at a time.</param>
/// <param name="InFlight">How many commands each sends before it waits for the replies.</param>
internal sealed record Scenario(string Name, CommandKind Kind, int Connections, int InFlight)
{
    private static readonly byte[] StringCommand = "STRING\nAdditional data.\n"u8.ToArray();
    private static readonly byte[] SampleGob = GobSerializer.Serialize(ComplexData.Sample);
    private static readonly byte[] GobCommand = [.. "GOB\n"u8, .. SampleGob];
    private static readonly byte[] AskCommand = [.. "ASK\n"u8, .. SampleGob];
    private static readonly byte[] KeepCommand = [.. "KEEP\n"u8, .. SampleGob];

    /// <summary>Whether each batch has a connection of its own.</summary>
    public bool ConnectsEachTime { get; init; }

    /// <summary>Connections that only stand there meanwhile.</summary>
    public int IdleConnections { get; init; }

    public static Scenario[] All { get; } =
    [
        new("STRING, closed loop, 1 connection", CommandKind.String, 1, 1),
        new("STRING, closed loop, 16 connections", CommandKind.String, 16, 1),
        new("STRING, closed loop, 256 connections", CommandKind.String, 256, 1),
        new("STRING, closed loop, 2,000 connections", CommandKind.String, 2_000, 1),
        new("STRING, closed loop, 10,000 connections", CommandKind.String, 10_000, 1),
        new("STRING, pipelined 16 x 64", CommandKind.String, 16, 64),
        new("GOB, closed loop, 16 connections", CommandKind.Gob, 16, 1),
        new("GOB, pipelined 16 x 16", CommandKind.Gob, 16, 16),
        new("mixed, pipelined 16 x 16", CommandKind.Mixed, 16, 16),
        new("STRING, a connection a command, 8 at a time", CommandKind.String, 8, 1) { ConnectsEachTime = true },
        new("STRING, closed loop, 1 connection beside 10,000 idle", CommandKind.String, 1, 1) { IdleConnections = 10_000 },
    ];

    /// <summary>Those run with and without NATS in between.</summary>
    public static Scenario[] OverNats { get; } =
    [
        new("STRING, 64 connections", CommandKind.String, 64, 1),
        new("a gob answered by a gob, 64 connections", CommandKind.Ask, 64, 1),
        new("a durable gob, 64 connections", CommandKind.Keep, 64, 1),
    ];

    /// <summary>The bytes of a batch. The article's GOB has no reply: a STRING behind a batch of them shows that they were read.</summary>
    public byte[] Batch()
    {
        var batch = new ArrayBufferWriter<byte>();
        for (int i = 0; i < InFlight; i++)
            batch.Write(CommandAt(i));
        if (Kind == CommandKind.Gob)
            batch.Write(StringCommand);
        return batch.WrittenSpan.ToArray();
    }

    /// <summary>The bytes that must come back for a batch.</summary>
    public byte[] Replies()
    {
        if (Kind is CommandKind.Ask or CommandKind.Keep)
            return [.. Enumerable.Repeat(Kind == CommandKind.Keep ? "OK\n"u8.ToArray() : GobSerializer.Serialize(ComplexData.Sample.N), InFlight).SelectMany(r => r)];
        int count = Kind switch
        {
            CommandKind.Gob => 1,
            CommandKind.Mixed => (InFlight + 1) / 2,
            _ => InFlight,
        };
        return [.. Enumerable.Repeat("Thank you.\n"u8.ToArray(), count).SelectMany(r => r)];
    }

    private byte[] CommandAt(int index) => Kind switch
    {
        CommandKind.Ask => AskCommand,
        CommandKind.Keep => KeepCommand,
        CommandKind.Gob => GobCommand,
        CommandKind.Mixed when index % 2 == 1 => GobCommand,
        _ => StringCommand,
    };
}
