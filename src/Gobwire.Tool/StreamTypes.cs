namespace Gobwire.Tool;

/// <summary>The types of a stream: what it defines, what its values are of, and what its values tell beyond that.</summary>
internal sealed class StreamTypes
{
    private readonly HashSet<GobField> _absent = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<GobType> _times = [];
    private readonly HashSet<GobType> _noTimes = [];

    private StreamTypes()
    {
    }

    /// <summary>The type of each value, in order.</summary>
    public List<GobType> ValueTypes { get; } = [];

    /// <summary>The types the stream defines, in order.</summary>
    public IReadOnlyList<GobType> Defined { get; private set; } = [];

    /// <summary>The types of interface values by their registered names.</summary>
    public OrderedDictionary<string, GobType> ConcreteTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="GobException">The stream is bad.</exception>
    public static async Task<StreamTypes> ReadAsync(Stream input, GobOptions options, CancellationToken cancellationToken)
    {
        var types = new StreamTypes();
        var decoder = new GobDecoder(input, options);
        while (await decoder.TryDecodeAsync<GobValue>(cancellationToken) is { HasValue: true } result)
        {
            types.ValueTypes.Add(result.Value.Type);
            types.Note(result.Value);
        }

        types.Defined = decoder.GetDefinedTypes();
        return types;
    }

    /// <summary>Whether a field was off the wire in some value, which of structs, maps, arrays and opaque values only nil is.</summary>
    public bool IsSometimesAbsent(GobField field) => _absent.Contains(field);

    /// <summary>Whether all opaque values of a type that came look like a time.Time.</summary>
    public bool IsTime(GobType type) => type.Name == "Time" || (_times.Contains(type) && !_noTimes.Contains(type));

    private void Note(GobValue value)
    {
        switch (value)
        {
            case GobStruct s:
                NoteFields(s);
                break;
            case GobSequence s:
                foreach (GobValue element in s)
                    Note(element);
                break;
            case GobMap m:
                foreach ((GobValue key, GobValue element) in m)
                {
                    Note(key);
                    Note(element);
                }

                break;
            case GobInterface { Value: { } inner } i:
                ConcreteTypes[i.Name] = inner.Type;
                Note(inner);
                break;
            case GobOpaque o:
                // In Gob JSON only a time has colons: neither base64 nor a text marshaler that is no GobEncoder is meant.
                (o.ToJson().Contains(':', StringComparison.Ordinal) ? _times : _noTimes).Add(o.Type);
                break;
        }
    }

    private void NoteFields(GobStruct value)
    {
        foreach (GobField field in value.Type.Fields)
        {
            if (value.TryGet(field.Name, out GobValue? part))
                Note(part);
            else
                _absent.Add(field);
        }
    }
}
