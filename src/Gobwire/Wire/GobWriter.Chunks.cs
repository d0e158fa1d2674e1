namespace Gobwire.Wire;

internal sealed partial class GobWriter
{
    /// <summary>The types this stream has sent, with those that the messages being built define.</summary>
    public SentTypes Types { get; private set; } = SentTypes.None;

    /// <summary>Begins a message or an interface value's bytes; returns what <see cref="EndChunk"/> wants back.</summary>
    public int BeginChunk()
    {
        int outer = _chunkStart;
        StartChunk();
        return outer;
    }

    /// <summary>Ends the chunk and goes on with the one around it.</summary>
    public void EndChunk(int outer)
    {
        FinishChunk();
        _chunkStart = outer;
    }

    /// <summary>Sees to it that a type is defined, and returns its id. Definitions not sent yet split the chunk being built.</summary>
    public int Define(LocalType type, bool isPointer)
    {
        if (type.BasicId != 0)
            return type.BasicId;
        SentTypes.Step step = Types.Send(type, isPointer);
        Types = step.Types;
        WriteDefinitions(step.Definitions);
        return step.Id;
    }

    /// <inheritdoc cref="Define(LocalType, bool)"/>
    public int Define(GobType type)
    {
        SentTypes.Step step = Types.Send(type);
        Types = step.Types;
        WriteDefinitions(step.Definitions);
        return step.Id;
    }

    private void WriteDefinitions(byte[][] definitions)
    {
        foreach (byte[] definition in definitions)
        {
            WriteRaw(definition);
            FinishChunk();
            StartChunk();
        }
    }

    private void StartChunk()
    {
        _chunkStart = _position;
        WriteByte(0);
    }

    private void FinishChunk()
    {
        int length = _position - _chunkStart - 1;
        if (length > Options.MaxMessageSize)
        {
            throw new GobException(
                GobErrorKind.LimitExceeded, $"a message of {length} bytes is larger than {nameof(GobOptions.MaxMessageSize)}");
        }

        if (length < 0x80)
        {
            _buffer[_chunkStart] = (byte)length;
            return;
        }

        // The length needs more than the byte left for it: make room.
        int start = _chunkStart;
        Reserve(LongestNumber);
        int end = _position;
        _position = start;
        WriteLength(length, end);
    }

    private void WriteLength(int length, int end)
    {
        int start = _position;
        int prefix = 2 + ((31 - int.LeadingZeroCount(length)) >> 3);
        _buffer.AsSpan(start + 1, end - start - 1).CopyTo(_buffer.AsSpan(start + prefix));
        _buffer[start] = (byte)-(prefix - 1);
        for (int i = prefix - 1, rest = length; i > 0; i--, rest >>= 8)
            _buffer[start + i] = (byte)rest;
        _position = end + prefix - 1;
    }
}
