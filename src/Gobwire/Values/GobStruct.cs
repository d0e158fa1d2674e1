using System.Collections;

namespace Gobwire;

/// <summary>A struct: the fields that are on the wire. A field that is zero is not.</summary>
public sealed class GobStruct : GobValue, IReadOnlyCollection<KeyValuePair<string, GobValue>>
{
    private readonly List<(int Number, GobValue Value)> _present;

    internal GobStruct(GobType type, List<(int Number, GobValue Value)>? present)
        : base(type) => _present = present ?? Nothing;

    /// <summary>How many fields are on the wire.</summary>
    public int Count => _present.Count;

    /// <summary>The fields on the wire with their numbers, in order.</summary>
    internal IReadOnlyList<(int Number, GobValue Value)> Present => _present;

    private static List<(int Number, GobValue Value)> Nothing { get; } = [];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, GobValue>> GetEnumerator()
    {
        foreach ((int number, GobValue value) in _present)
            yield return new(Type.FieldArray[number].Name, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal GobValue? Find(string name)
    {
        foreach ((int number, GobValue value) in _present)
        {
            if (Type.FieldArray[number].Name == name)
                return value;
        }

        return null;
    }
}
