using System.Runtime.CompilerServices;

namespace Gobwire.Wire;

internal sealed partial class TypeIdAssignment
{
    /// <summary>Sends a type without a local one: received, under its own id, or made by hand, under ids given as Go does.</summary>
    public List<byte[]> Send(GobType type, string package)
    {
        AssignAny(type, type.Name, package);
        Define(type);
        return _definitions;
    }

    private void AssignAny(GobType type, string name, string package)
    {
        if (GobType.Basic(type.Id) is not null)
            return;
        if (type.Id != 0)
            AssignReceived(type);
        else if (entries.TryAdd(type, new(0, name, false)))
            AssignMade(type, package);
    }

    /// <summary>Gives an id to a type made by hand: a struct before its fields' types, anything else after its parts.</summary>
    private void AssignMade(GobType type, string package)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new GobException(GobErrorKind.LimitExceeded, "the type is nested too deep");
        switch (type.Kind)
        {
            case GobTypeKind.Struct:
                SetId(type);
                foreach (GobField field in type.FieldArray)
                    AssignPart(field.Type, field.Type.Name.Length > 0 ? field.Type.Name : GoTypeText.Of(field.Type, package), package);
                break;
            case GobTypeKind.Slice:
                AssignAny(type.Element!, type.Element!.Name, package);
                SetId(type);
                AssignPart(type.Element!, "", package);
                break;
            case GobTypeKind.Array:
                AssignAny(type.Element!, "", package);
                SetId(type);
                break;
            case GobTypeKind.Map:
                AssignAny(type.Key!, "", package);
                AssignAny(type.Element!, "", package);
                SetId(type);
                break;
            default:
                SetId(type);
                break;
        }
    }

    private void AssignPart(GobType type, string name, string package)
    {
        AssignAny(type, name, package);
        if (GobType.Basic(type.Id) is null)
            SetId(type);
    }

    /// <summary>Keeps the ids that types had on the stream they came from.</summary>
    private void AssignReceived(GobType root)
    {
        var waiting = new Stack<GobType>([root]);
        while (waiting.TryPop(out GobType? type))
        {
            if (GobType.Basic(type.Id) is not null || !entries.TryAdd(type, new(0, type.Name, false)))
                continue;
            SetId(type, type.Id);
            foreach (GobField field in type.FieldArray)
                waiting.Push(field.Type);
            if (type.Key is not null)
                waiting.Push(type.Key);
            if (type.Element is not null)
                waiting.Push(type.Element);
        }
    }

    private void Define(GobType root)
    {
        var waiting = new Stack<GobType>([root]);
        while (waiting.TryPop(out GobType? type))
        {
            if (!MarkSent(type, GobType.Basic(type.Id)?.Id ?? 0, out SentTypes.Entry entry))
                continue;
            _definitions.Add(Definition(type, entry).ToMessage());
            for (int i = type.FieldArray.Length - 1; i >= 0; i--)
                waiting.Push(type.FieldArray[i].Type);
            if (type.Element is not null)
                waiting.Push(type.Element);
            if (type.Key is not null)
                waiting.Push(type.Key);
        }
    }

    private WireDefinition Definition(GobType type, SentTypes.Entry entry) => new(type.Kind, entry.Name, entry.Id)
    {
        CommonId = entry.Id == type.Id && type.CommonId != 0 ? type.CommonId : entry.Id,
        Element = type.Element is null ? 0 : IdOf(type.Element),
        Key = type.Key is null ? 0 : IdOf(type.Key),
        Length = type.Length,
        Fields = type.IsStruct ? [.. type.FieldArray.Select(f => new WireField(f.Name, IdOf(f.Type)))] : null,
    };

    private int IdOf(GobType type) => GobType.Basic(type.Id)?.Id ?? entries[type].Id;
}
