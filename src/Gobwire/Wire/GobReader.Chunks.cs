namespace Gobwire.Wire;

internal ref partial struct GobReader
{
    /// <summary>What is built of half a message of fewer bytes is no matter, once.</summary>
    private const int LargeMessage = 4 << 10;

    /// <summary>
    /// Whether the message may end in the middle of a value, and it is worth knowing before half of it is built. It ends behind a definition then, and that
    /// in two zeros, the last of which may be in a longer form.
    /// </summary>
    public readonly bool MayBeSplit =>
        !_isFinal && !IsWhole && (ExpectsSplit || Remaining >= LargeMessage) && _limit >= 2 && _input[_limit - 1] == 0 && _input[_limit - 2] is 0x00 or 0xff;

    /// <summary>Reads up to the value's type id: definitions, each a message of its own. False at a clean end of the input.</summary>
    public bool TryReadTopLevelId(out int id)
    {
        id = 0;
        bool first = true;
        while (TryNextMessage())
        {
            int start = _position;
            long number = ReadInt();
            if (number >= 0)
            {
                id = CheckId(number);
                return true;
            }

            ReadDefinition(start, number);
            first = false;
        }

        if (!first)
            throw EndOfInput();
        return false;
    }

    /// <summary>Reads whole messages that hold a definition each, up to the end of the input.</summary>
    public void ReadDefinitions()
    {
        while (_position < _input.Length && TryNextMessage())
        {
            int start = _position;
            ReadDefinition(start, ReadInt());
        }
    }

    /// <summary>Reads an interface value's name; empty for nil.</summary>
    public ReadOnlySpan<byte> ReadInterfaceName()
    {
        ReadOnlySpan<byte> name = ReadBytes();
        return name.Length <= Options.MaxNameLength
            ? name
            : throw LimitExceeded($"a name of {name.Length} bytes is longer than {nameof(GobOptions.MaxNameLength)}");
    }

    /// <summary>Reads what stands between an interface value's name and its bytes: definitions, then the concrete type's id.</summary>
    public int ReadConcreteId()
    {
        while (true)
        {
            int start = _position;
            long number = ReadInt();
            if (number >= 0)
                return CheckId(number);
            ReadDefinition(start, number);
            NextChunk();
        }
    }

    /// <summary>Reads the same, and resolves the type: definitions may have come with it.</summary>
    public GobType ReadConcreteType()
    {
        int id = ReadConcreteId();
        return Types.Resolve(id);
    }

    /// <summary>Begins an interface value's bytes; give the result to <see cref="EndInner"/>.</summary>
    public (int Limit, int OuterLimit, long Awaited) BeginInner()
    {
        (int, int, long) outer = (_limit, _outerLimit, Awaited);
        int length = ReadChunkLength();
        _outerLimit = _limit;
        _limit = _position + length;
        // What is awaited around comes behind these bytes.
        Awaited = Math.Max(0, Awaited - (_outerLimit - _limit));
        _level++;
        return outer;
    }

    /// <summary>Ends an interface value's bytes, which must be used up.</summary>
    public void EndInner((int Limit, int OuterLimit, long Awaited) outer)
    {
        if (_position != _limit)
            throw Malformed($"an interface value with {Remaining} bytes to spare");
        (_limit, _outerLimit, Awaited) = outer;
        _level--;
    }

    /// <summary>Ends the value's message, which must be used up.</summary>
    public readonly void EndMessage()
    {
        if (_position != _limit)
            throw Malformed($"a value with {Remaining} bytes to spare");
    }

    /// <summary>Checks that a number is a type id.</summary>
    public readonly int CheckId(long id) =>
        id is > 0 and <= int.MaxValue ? (int)id : throw Malformed($"the type id {id}");

    /// <summary>Reads a definition after its negated id.</summary>
    /// <param name="start">Where the id began.</param>
    /// <param name="negatedId">The id, negated.</param>
    public void ReadDefinition(int start, long negatedId)
    {
        if (negatedId < -int.MaxValue || -negatedId < WireDefinition.FirstUserId)
            throw Malformed($"a definition of the type id {-negatedId}");
        int id = (int)-negatedId;
        ReadOnlySpan<byte> message = _input[start.._limit];
        ReceivedTypes? next = Types.FindNext(message) ?? FindRestarted(id, message);
        if (next is null || !next.Fits(Options))
        {
            WireDefinition definition = WireDefinitionReader.Read(ref this, id);
            if (_position != _limit)
                throw Malformed("a type definition with bytes to spare");
            next = Types.Defines(id) ? Redefine(definition, message) : Types.Add(definition, message);
        }

        _position = _limit;
        Types = next;
        if (Types.Count > Options.MaxTypeDefinitions)
            throw LimitExceeded($"more than {nameof(GobOptions.MaxTypeDefinitions)} ({Options.MaxTypeDefinitions}) type definitions in a stream");
        if (Types.Bytes > Options.MaxDefinitionBytes)
            throw LimitExceeded($"type definitions of more than {Options.MaxDefinitionBytes} bytes in a stream");
    }

    /// <summary>Whether a definition of an id begins a new encoder's stream, whose definitions began with this value's first.</summary>
    private readonly bool IsRestart(int id) =>
        Options.AcceptNewEncoders && Types.Defines(id) && !Types.DefinesSince(ValueStartTypes, id);

    /// <summary>The types after a known id was defined again by a new encoder, if its stream is known up to here.</summary>
    private readonly ReceivedTypes? FindRestarted(int id, ReadOnlySpan<byte> message) =>
        IsRestart(id) ? Types.RestartSince(ValueStartTypes).FindNext(message) : null;

    /// <summary>A known id defined again: an error, or a new encoder.</summary>
    private readonly ReceivedTypes Redefine(WireDefinition definition, ReadOnlySpan<byte> message)
    {
        if (!IsRestart(definition.Id))
            throw Malformed($"the type id {definition.Id} is defined twice");
        ReceivedTypes types = Types.RestartSince(ValueStartTypes);
        return types.FindNext(message) ?? types.Add(definition, message);
    }

    /// <summary>Begins what follows a definition inside an interface value: the next chunk of that, or the next message.</summary>
    public void NextChunk()
    {
        if (_level == 0)
        {
            if (!TryNextMessage())
                throw EndOfInput();
            return;
        }

        _limit = _outerLimit;
        int length = ReadChunkLength();
        _limit = _position + length;
    }

    private int ReadChunkLength()
    {
        ulong length = ReadUint();
        return length <= (ulong)Remaining
            ? (int)length
            : throw Malformed($"an interface value of {length} bytes where {Remaining} are left");
    }

    /// <summary>Begins the next message that holds any bytes. False at the end of the input.</summary>
    public bool TryNextMessage()
    {
        while (true)
        {
            _limit = _input.Length;
            if (_position == _limit)
                return _isFinal ? false : throw new MoreInputNeeded();
            int start = _position;
            FrameStatus status = MessageFrame.TryReadLength(_input[start..], out ulong length, out int prefix);
            if (status == FrameStatus.Malformed)
                throw Malformed("a message length of more than eight bytes");
            if (status == FrameStatus.Complete && length > (ulong)Options.MaxMessageSize)
                throw LimitExceeded($"a message of {length} bytes is larger than {nameof(GobOptions.MaxMessageSize)} ({Options.MaxMessageSize})");
            if (status == FrameStatus.Complete && start + prefix + (long)length > Options.MaxValueBytes)
                throw LimitExceeded($"a value of more than {Options.MaxValueBytes} bytes with its definitions and all its messages");
            if (status == FrameStatus.Incomplete || length > (ulong)(_limit - start - prefix))
                throw EndOfInput();
            _position = start + prefix;
            if (length == 0)
                continue;
            _limit = _position + (int)length;
            return true;
        }
    }

    private readonly Exception EndOfInput() =>
        _isFinal
            ? At(new GobException(GobErrorKind.Truncated, "the input ends in the middle of a message or of a value"))
            : new MoreInputNeeded();
}
