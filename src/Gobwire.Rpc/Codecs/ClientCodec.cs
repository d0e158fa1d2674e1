using System.Buffers;
using PolyType;

namespace Gobwire.Rpc.Codecs;

/// <summary>A client's side of a protocol on one connection (Go's <c>rpc.ClientCodec</c>): requests out, responses in.</summary>
internal abstract class ClientCodec
{
    /// <summary>Whether an error of reading concerns one body alone: the next message can be read.</summary>
    public abstract bool IsWholeAfter(Exception error);

    /// <inheritdoc cref="ServerCodec.FindMessage"/>
    public virtual SequencePosition FindMessage(in ReadOnlySequence<byte> input) => input.Start;

    /// <summary>Writes a request as a whole, or nothing.</summary>
    public abstract void WriteRequest<TArgs>(string serviceMethod, ulong seq, TArgs args, ITypeShape<TArgs>? shape);

    /// <summary>Reads a response up to its body. Null at the clean end of the input.</summary>
    public abstract ValueTask<ResponseHeader?> ReadHeaderAsync();

    /// <summary>Reads the body of the response whose header was read.</summary>
    public abstract ValueTask<TReply> ReadBodyAsync<TReply>(ITypeShape<TReply>? shape);

    /// <summary>Skips the body of the response whose header was read.</summary>
    public abstract ValueTask SkipBodyAsync();
}
