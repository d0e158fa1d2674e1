using PolyType.Abstractions;

namespace Gobwire.Codecs;

/// <summary>The attributes of a member: a property's own, then those of the constructor's parameter that sets it, where a record's positional ones stand.</summary>
internal readonly struct MemberAttributes(IPropertyShape? property, IParameterShape? parameter)
{
    public T? Get<T>()
        where T : Attribute =>
        property?.AttributeProvider.GetCustomAttribute<T>() ?? parameter?.AttributeProvider.GetCustomAttribute<T>();
}
