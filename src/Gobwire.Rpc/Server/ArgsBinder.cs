using PolyType;
using PolyType.Abstractions;

namespace Gobwire.Rpc.Server;

/// <summary>Takes a method's first parameter for the arguments; and, given a second, that for the reply.</summary>
internal sealed class ArgsBinder<TDeclaring, TState, TResult>(MethodTarget<TDeclaring, TState, TResult> target) : TypeShapeVisitor
    where TState : IArgumentState
{
    /// <param name="shape">The parameter.</param>
    /// <param name="state">The second parameter, if there is one.</param>
    public override object? VisitParameter<TArgumentState, TArgs>(IParameterShape<TArgumentState, TArgs> shape, object? state)
    {
        var args = (Setter<TState, TArgs>)(object)shape.GetSetter();
        return state is IParameterShape reply
            ? reply.Accept(new ReplyBinder<TArgs>(target, args, shape.ParameterType))
            : target.WithArgs(args, shape.ParameterType);
    }

    private sealed class ReplyBinder<TArgs>(
        MethodTarget<TDeclaring, TState, TResult> target, Setter<TState, TArgs> args, ITypeShape<TArgs> argsShape) : TypeShapeVisitor
    {
        public override object? VisitParameter<TArgumentState, TReply>(IParameterShape<TArgumentState, TReply> shape, object? state) =>
            shape.ParameterType.Accept(ConstructorOf.Instance) is Func<TReply> create && !typeof(TReply).IsValueType
                ? target.WithReply(args, argsShape, (Setter<TState, TReply>)(object)shape.GetSetter(), shape.ParameterType, create)
                : null;
    }
}
