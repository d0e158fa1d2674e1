namespace Gobwire.Wire;

/// <summary>Compares types by what they are made of, ids aside.</summary>
/// <param name="comparesNames">Whether the names of types count too.</param>
internal sealed class GobTypeComparer(bool comparesNames) : IEqualityComparer<GobType>
{
    private const int HashedLevels = 3;

    /// <summary>Types whose values look the same on the wire.</summary>
    public static GobTypeComparer Alike { get; } = new(comparesNames: false);

    /// <summary>Types that one definition serves.</summary>
    public static GobTypeComparer SameDefinition { get; } = new(comparesNames: true);

    public bool Equals(GobType? x, GobType? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        if (x is null || y is null || !IsSameLevel(x, y))
            return false;
        if (x.Element is null && x.FieldArray.Length == 0)
            return true;

        // A pair met again while it is being compared is taken as equal: types may contain themselves.
        HashSet<(GobType, GobType)> met = [(x, y)];
        var waiting = new Stack<(GobType X, GobType Y)>(met);
        while (waiting.TryPop(out (GobType X, GobType Y) pair))
        {
            if (!IsSameLevel(pair.X, pair.Y))
                return false;
            if (pair.X.Element is not null)
                Wait(pair.X.Element, pair.Y.Element!, met, waiting);
            if (pair.X.Key is not null)
                Wait(pair.X.Key, pair.Y.Key!, met, waiting);
            for (int i = 0; i < pair.X.FieldArray.Length; i++)
                Wait(pair.X.FieldArray[i].Type, pair.Y.FieldArray[i].Type, met, waiting);
        }

        return true;
    }

    public int GetHashCode(GobType obj)
    {
        var hash = default(HashCode);
        Add(ref hash, obj, HashedLevels);
        return hash.ToHashCode();
    }

    private static void Wait(GobType x, GobType y, HashSet<(GobType, GobType)> met, Stack<(GobType X, GobType Y)> waiting)
    {
        if (!ReferenceEquals(x, y) && met.Add((x, y)))
            waiting.Push((x, y));
    }

    private bool IsSameLevel(GobType x, GobType y)
    {
        if (x.Kind != y.Kind || x.Length != y.Length || x.FieldArray.Length != y.FieldArray.Length)
            return false;
        if (comparesNames && x.Name != y.Name)
            return false;
        for (int i = 0; i < x.FieldArray.Length; i++)
        {
            if (x.FieldArray[i].Name != y.FieldArray[i].Name)
                return false;
        }

        return true;
    }

    private void Add(ref HashCode hash, GobType type, int levels)
    {
        hash.Add(type.Kind);
        hash.Add(type.Length);
        if (comparesNames)
            hash.Add(type.Name);
        if (levels == 0)
            return;
        if (type.Key is not null)
            Add(ref hash, type.Key, levels - 1);
        if (type.Element is not null)
            Add(ref hash, type.Element, levels - 1);
        foreach (GobField field in type.FieldArray)
        {
            hash.Add(field.Name);
            Add(ref hash, field.Type, levels - 1);
        }
    }
}
