using System.Buffers;

namespace Gobwire.Transport;

/// <summary>
/// One connection's buffers for its pipe reader, from the shared pool: a small one where little has come, as from a peer that dribbles to hold the
/// connection, and it a buffer. The pipe reader is used by one thread at a time, and so is this.
/// </summary>
internal sealed class InputBuffers(LookaheadStream stream) : MemoryPool<byte>
{
    /// <summary>What a pipe reader takes by default.</summary>
    public const int Large = 4_096;

    /// <summary>Room for what the stream takes along, and as much again.</summary>
    public const int Small = 2 * LookaheadStream.Capacity;

    /// <summary>A buffer with less room than this is not read into any more; a small one with a few bytes in it is.</summary>
    public const int LeastRoom = Small / 2;

    private Buffer? _spare;

    public override int MaxBufferSize => int.MaxValue;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        Buffer buffer = _spare ?? new Buffer(this);
        _spare = null;
        buffer.Array = ArrayPool<byte>.Shared.Rent(stream.HasLittle ? Small : Math.Max(minBufferSize, Large));
        return buffer;
    }

    protected override void Dispose(bool disposing)
    {
    }

    private sealed class Buffer(InputBuffers owner) : IMemoryOwner<byte>
    {
        public byte[]? Array { get; set; }

        public Memory<byte> Memory => Array;

        /// <summary>Gives the array back, and keeps the object that held it for the next.</summary>
        public void Dispose()
        {
            if (Array is not { } array)
                return;
            Array = null;
            owner._spare = this;
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
