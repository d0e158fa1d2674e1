using System.Buffers;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>A server's side of a protocol on one connection (Go's <c>rpc.ServerCodec</c>): requests in, responses out.</summary>
internal abstract class ServerCodec
{
    /// <summary>Whether an error of reading concerns one body alone: the next message can be read.</summary>
    public abstract bool IsWholeAfter(Exception error);

    /// <summary>Where the next message begins in what has come; its end where there is only filler.</summary>
    public virtual SequencePosition FindMessage(in ReadOnlySequence<byte> input) => input.Start;

    /// <summary>Reads a request up to its body. Null at the clean end of the input.</summary>
    public abstract ValueTask<RequestHeader?> ReadHeaderAsync();

    /// <summary>Reads the body of the request whose header was read.</summary>
    public abstract ValueTask<TArgs> ReadBodyAsync<TArgs>(ITypeShape<TArgs>? shape);

    /// <summary>Skips the body of the request whose header was read.</summary>
    public abstract ValueTask SkipBodyAsync();

    /// <summary>Writes a response as a whole, or nothing.</summary>
    public abstract void WriteReply<TReply>(in RequestHeader header, TReply reply, ITypeShape<TReply>? shape);

    /// <summary>Writes a response with an error's text.</summary>
    public abstract void WriteError(in RequestHeader header, string error);
}
