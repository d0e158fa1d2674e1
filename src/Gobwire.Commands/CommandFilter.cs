namespace Gobwire.Commands;

/// <summary>
/// Runs around the handlers of commands: before and after <paramref name="next"/>, which is the next filter or the handler itself. It refuses
/// a command by a <see cref="CommandException"/> of <see cref="CommandErrorKind.Refused"/>: the reason is logged, and the connection closed.
/// </summary>
/// <param name="context">The command.</param>
/// <param name="next">What comes next. Not to call it leaves what follows the name unread: the filter must then read it, or refuse.</param>
/// <returns>A task that ends with the command.</returns>
public delegate ValueTask CommandFilter(CommandContext context, CommandNext next);
