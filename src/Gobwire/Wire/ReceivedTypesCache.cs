namespace Gobwire.Wire;

/// <summary>What decoders of the same options share, bounded: past the bound all of it is dropped and collected anew.</summary>
internal sealed class ReceivedTypesCache
{
    private const int MaxRetainedBytes = 8 << 20;
    private const int MaxDefinitionLength = 16 << 10;
    private const int CostOfADefinition = 256;

    private int _generation;
    private int _retained;
    private ReceivedTypes _root;

    public ReceivedTypesCache() => _root = new ReceivedTypes(this, 0);

    /// <summary>A stream that has defined nothing yet.</summary>
    public ReceivedTypes Root => Volatile.Read(ref _root);

    /// <summary>Whether a definition may be kept for other streams. Call with this cache locked.</summary>
    public bool TryRetain(int generation, int length)
    {
        if (generation != _generation || length > MaxDefinitionLength)
            return false;
        Charge(generation, CostOfADefinition + (length * 8));
        return generation == _generation;
    }

    /// <summary>Counts what is kept, roughly in bytes. Call with this cache locked.</summary>
    public void Charge(int generation, int bytes)
    {
        if (generation != _generation)
            return;
        _retained += bytes;
        if (_retained <= MaxRetainedBytes)
            return;
        // Streams under way keep the instances they hold; new ones begin at a new root.
        _generation++;
        _retained = 0;
        Volatile.Write(ref _root, new ReceivedTypes(this, _generation));
    }
}
