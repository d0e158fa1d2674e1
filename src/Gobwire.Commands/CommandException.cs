using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Commands;

/// <summary>The error of commands and their connections. What is wrong with a gob itself is a <see cref="GobException"/>.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Every error has a kind.")]
public sealed class CommandException : Exception
{
    /// <summary>Makes an error of a kind with its reason.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">The reason with its context, such as <c>dialing localhost:61000: connection refused</c>.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    public CommandException(CommandErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public CommandErrorKind Kind { get; }

    /// <summary>
    /// Of a client's command, whether the endpoint may have handled it: false where surely nothing of it was sent, as where dialing failed. One that
    /// may have been handled is not to be sent again unless handling it twice does no harm.
    /// </summary>
    public bool MayHaveBeenHandled { get; init; }
}
