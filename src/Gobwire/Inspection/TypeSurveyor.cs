using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire.Inspection;

/// <summary>Reads values by their wire type alone and notes what they tell of their types. They have been skipped before, and so checked.</summary>
internal static class TypeSurveyor
{
    public static void Read(ref GobReader reader, GobType type, GobTypeSurvey survey)
    {
        switch (type.Kind)
        {
            case GobTypeKind.Interface:
                ReadInterface(ref reader, survey);
                break;
            case GobTypeKind.Array or GobTypeKind.Slice or GobTypeKind.Map:
                ReadElements(ref reader, type, survey);
                break;
            case GobTypeKind.Struct:
                ReadStruct(ref reader, type, survey);
                break;
            case GobTypeKind.GobEncoder or GobTypeKind.BinaryMarshaler or GobTypeKind.TextMarshaler:
                survey.AddOpaque(type, reader.ReadBytes());
                break;
            default:
                WireSkipper.Skip(ref reader, type);
                break;
        }
    }

    private static void ReadElements(ref GobReader reader, GobType type, GobTypeSurvey survey)
    {
        reader.Enter();
        int count = reader.ReadCount(type.MayHoldInterface);
        for (int i = 0; i < count; i++)
        {
            if (type.Key is not null)
                Read(ref reader, type.Key, survey);
            Read(ref reader, type.Element!, survey);
        }

        reader.Leave();
    }

    private static void ReadStruct(ref GobReader reader, GobType type, GobTypeSurvey survey)
    {
        reader.Enter();
        int next = 0;
        for (int number = reader.ReadFieldNumber(-1); number >= 0; number = reader.ReadFieldNumber(number))
        {
            NoteAbsent(type, next, number, survey);
            Read(ref reader, type.FieldArray[number].Type, survey);
            next = number + 1;
        }

        NoteAbsent(type, next, type.FieldArray.Length, survey);
        reader.Leave();
    }

    private static void NoteAbsent(GobType type, int from, int to, GobTypeSurvey survey)
    {
        for (int i = from; i < to; i++)
            survey.AddAbsent(type.FieldArray[i]);
    }

    private static void ReadInterface(ref GobReader reader, GobTypeSurvey survey)
    {
        ReadOnlySpan<byte> name = reader.ReadInterfaceName();
        if (name.IsEmpty)
            return;
        reader.Enter();
        GobType type = reader.ReadConcreteType();
        survey.AddConcreteType(name, type);
        (int, int, long) outer = reader.BeginInner();
        if (!type.IsStruct)
            reader.ReadSingletonStart();
        Read(ref reader, type, survey);
        reader.EndInner(outer);
        reader.Leave();
    }
}
