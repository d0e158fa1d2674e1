namespace Gobwire.Tool;

/// <summary>The types of a stream: what it defines, what its values are of, and what its values tell beyond that.</summary>
internal sealed class StreamTypes
{
    private readonly GobTypeSurvey _survey;

    private StreamTypes(GobTypeSurvey survey, IReadOnlyList<GobType> defined)
    {
        _survey = survey;
        Defined = defined;
    }

    /// <summary>The type of each value, in order.</summary>
    public IReadOnlyList<GobType> ValueTypes => _survey.ValueTypes;

    /// <summary>The types the stream defines, in order.</summary>
    public IReadOnlyList<GobType> Defined { get; }

    /// <summary>The types of interface values by their registered names.</summary>
    public IReadOnlyDictionary<string, GobType> ConcreteTypes => _survey.ConcreteTypes;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="GobException">The stream is bad.</exception>
    public static async Task<StreamTypes> ReadAsync(Stream input, GobOptions options, CancellationToken cancellationToken)
    {
        var survey = new GobTypeSurvey();
        var decoder = new GobDecoder(input, options);
        while (await decoder.TrySurveyAsync(survey, cancellationToken))
        {
        }

        return new StreamTypes(survey, decoder.GetDefinedTypes());
    }

    /// <summary>Whether a field was off the wire in some value, which of structs, maps, arrays and opaque values only nil is.</summary>
    public bool IsSometimesAbsent(GobField field) => _survey.IsSometimesAbsent(field);

    /// <summary>Whether all opaque values of a type that came look like a time.Time.</summary>
    public bool IsTime(GobType type) => type.Name == "Time" || _survey.IsAlwaysTime(type);
}
