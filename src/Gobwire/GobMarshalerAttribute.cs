using System.Diagnostics.CodeAnalysis;

namespace Gobwire;

/// <summary>Names the marshaler that makes the bytes of a type, or of one member's values. A member's goes before its type's.</summary>
/// <param name="marshalerType">A <see cref="GobMarshaler{T}"/> for the type, or for what a nullable holds, with a public constructor without parameters.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Property | AttributeTargets.Field
        | AttributeTargets.Parameter,
    Inherited = false)]
public sealed class GobMarshalerAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type marshalerType) : Attribute
{
    /// <summary>The marshaler's type.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type MarshalerType { get; } = marshalerType;
}
