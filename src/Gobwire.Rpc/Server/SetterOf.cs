using PolyType.Abstractions;

namespace Gobwire.Rpc.Server;

/// <summary>Finds how a method's argument is set.</summary>
internal sealed class SetterOf : TypeShapeVisitor
{
    public static SetterOf Instance { get; } = new();

    public override object? VisitParameter<TState, TParameter>(IParameterShape<TState, TParameter> shape, object? state) => shape.GetSetter();
}
