using System.Text;
using Gobwire.Json;

namespace Gobwire;

/// <summary>What the values of a stream tell of its types, beyond what their definitions do. See <see cref="GobDecoder.TrySurvey"/>.</summary>
public sealed class GobTypeSurvey
{
    private readonly List<GobType> _valueTypes = [];
    private readonly OrderedDictionary<string, GobType> _concreteTypes = new(StringComparer.Ordinal);
    private readonly HashSet<GobField> _absent = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<GobType> _times = [];
    private readonly HashSet<GobType> _noTimes = [];
    private byte[] _lastName = [];
    private GobType? _lastType;

    /// <summary>The type of each value, in order.</summary>
    public IReadOnlyList<GobType> ValueTypes => _valueTypes;

    /// <summary>The types of interface values by their registered names, in the order the names came first.</summary>
    public IReadOnlyDictionary<string, GobType> ConcreteTypes => _concreteTypes;

    /// <summary>Whether a field was off the wire in some value, which of structs, maps, arrays and opaque values only nil is.</summary>
    /// <param name="field">A field of one of the stream's types.</param>
    public bool IsSometimesAbsent(GobField field) => _absent.Contains(field);

    /// <summary>Whether there were opaque values of a type, and all looked like a <c>time.Time</c>.</summary>
    /// <param name="type">The type.</param>
    public bool IsAlwaysTime(GobType type) => _times.Contains(type) && !_noTimes.Contains(type);

    internal void AddValue(GobType type) => _valueTypes.Add(type);

    internal void AddConcreteType(ReadOnlySpan<byte> name, GobType type)
    {
        // Interface values mostly have the name that the one before had: no text is made for those.
        if (_concreteTypes.Count > 0 && name.SequenceEqual(_lastName) && _lastType == type)
            return;
        _lastName = name.ToArray();
        _lastType = type;
        _concreteTypes[Encoding.UTF8.GetString(name)] = type;
    }

    internal void AddAbsent(GobField field) => _absent.Add(field);

    internal void AddOpaque(GobType type, ReadOnlySpan<byte> value)
    {
        if (!_noTimes.Contains(type))
            (GobJsonForm.MayBeTime(type) && GoTime.IsTime(value) ? _times : _noTimes).Add(type);
    }
}
