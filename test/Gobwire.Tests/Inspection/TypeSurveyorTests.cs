using Gobwire.Tests.Streams;
using Gobwire.Tests.Values;

namespace Gobwire.Tests.Inspection;

/// <summary>What a survey notes of a stream, against what its values tell when they are built.</summary>
public sealed class TypeSurveyorTests
{
    [Theory]
    [MemberData(nameof(SampleStream.Names), MemberType = typeof(SampleStream))]
    public void A_survey_notes_what_the_values_tell(string name)
    {
        SampleStream sample = SampleStream.All[name];
        var decoder = new GobDecoder(sample.Gob, GobOptions.Trusted);
        var survey = new GobTypeSurvey();
        while (decoder.TrySurvey(survey))
        {
        }

        Assert.Equal(Told.By(sample.Decode()), Told.By(survey, decoder));
    }

    [Theory]
    [MemberData(nameof(SampleStream.Names), MemberType = typeof(SampleStream))]
    public async Task It_does_so_too_where_a_byte_comes_at_a_time(string name)
    {
        SampleStream sample = SampleStream.All[name];
        // Of the longest streams a byte at a time tells no more than a few.
        await using var stream = new DribbleStream(sample.Gob, sample.Gob.Length > 4_096 ? 997 : 1);
        var decoder = new GobDecoder(stream, GobOptions.Trusted);
        var survey = new GobTypeSurvey();
        while (await decoder.TrySurveyAsync(survey, TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(Told.By(sample.Decode()), Told.By(survey, decoder));
    }

    [Theory]
    [InlineData("article")]
    [InlineData("interface-struct")]
    [InlineData("interface-nested")]
    [InlineData("opaque")]
    [InlineData("map-values")]
    public void Of_a_value_cut_short_nothing_is_noted_and_the_error_is_the_decoder_s(string name)
    {
        byte[] gob = SampleStream.All[name].Gob;
        for (int length = 1; length < gob.Length; length++)
        {
            var survey = new GobTypeSurvey();
            var decoder = new GobDecoder(gob.AsMemory(0, length));
            GobException? error = ErrorOf(() => decoder.TrySurvey(survey));
            var skipping = new GobDecoder(gob.AsMemory(0, length));
            GobException? reason = ErrorOf(() => skipping.TrySkip());

            Assert.Equal(reason?.Message, error?.Message);
            if (error is not null)
                Assert.Equal((0, 0), (survey.ValueTypes.Count, survey.ConcreteTypes.Count));
        }
    }

    [Fact]
    public void A_field_left_out_once_is_sometimes_absent()
    {
        GobType point = GobType.StructOf("Point", new("X", GobType.Int), new("Y", GobType.Int));
        GobValue line = GobValue.ParseJson("[{\"X\":1,\"Y\":2},{\"X\":3}]"u8, GobType.SliceOf(point));
        var decoder = new GobDecoder(GobSerializer.Serialize(line));
        var survey = new GobTypeSurvey();
        Assert.True(decoder.TrySurvey(survey));

        GobType element = Assert.Single(survey.ValueTypes).Element!;
        Assert.Equal([false, true], element.Fields.Select(survey.IsSometimesAbsent));
        Assert.False(decoder.TrySurvey(survey));
    }

    private static GobException? ErrorOf(Func<bool> take)
    {
        try
        {
            take();
            return null;
        }
        catch (GobException error)
        {
            return error;
        }
    }

    /// <summary>What is known of a stream's types, in words: types of two decoders are never the same ones.</summary>
    private static class Told
    {
        public static List<string> By(GobTypeSurvey survey, GobDecoder decoder)
        {
            IReadOnlyList<GobType> types = decoder.GetDefinedTypes();
            return
            [
                .. survey.ValueTypes.Select(type => $"value {Name(type)}"),
                .. survey.ConcreteTypes.Select(c => $"{c.Key} is {Name(c.Value)}"),
                .. types.SelectMany(type => type.Fields.Where(survey.IsSometimesAbsent).Select(f => $"{Name(type)}.{f.Name} absent")).Order(StringComparer.Ordinal),
                .. types.Where(survey.IsAlwaysTime).Select(type => $"{Name(type)} time").Order(StringComparer.Ordinal),
            ];
        }

        public static List<string> By(IReadOnlyList<GobValue> values)
        {
            var notes = new Notes();
            foreach (GobValue value in values)
                notes.Take(value);
            return
            [
                .. values.Select(value => $"value {Name(value.Type)}"),
                .. notes.Concrete.Select(c => $"{c.Key} is {c.Value}"),
                .. notes.Absent.Order(StringComparer.Ordinal),
                .. notes.Times.Except(notes.NoTimes).Order(StringComparer.Ordinal).Select(type => $"{type} time"),
            ];
        }

        private static string Name(GobType type) => $"{type.Id} {type}";

        private sealed class Notes
        {
            public OrderedDictionary<string, string> Concrete { get; } = [];

            public HashSet<string> Absent { get; } = [];

            public HashSet<string> Times { get; } = [];

            public HashSet<string> NoTimes { get; } = [];

            public void Take(GobValue value)
            {
                switch (value)
                {
                    case GobStruct s:
                        Absent.UnionWith(s.Type.Fields.Where(f => !s.TryGet(f.Name, out _)).Select(f => $"{Name(s.Type)}.{f.Name} absent"));
                        foreach (GobField field in s.Type.Fields)
                        {
                            if (s.TryGet(field.Name, out GobValue? part))
                                Take(part);
                        }

                        break;
                    case GobSequence s:
                        foreach (GobValue element in s)
                            Take(element);
                        break;
                    case GobMap m:
                        foreach ((GobValue key, GobValue element) in m)
                        {
                            Take(key);
                            Take(element);
                        }

                        break;
                    case GobInterface { Value: { } inner } i:
                        Concrete[i.Name] = Name(inner.Type);
                        Take(inner);
                        break;
                    case GobOpaque o:
                        // Gob JSON has a time's text for what looks like one.
                        (o.Type.Kind == GobTypeKind.GobEncoder && o.ToJson().Contains(':', StringComparison.Ordinal) ? Times : NoTimes).Add(Name(o.Type));
                        break;
                }
            }
        }
    }
}
