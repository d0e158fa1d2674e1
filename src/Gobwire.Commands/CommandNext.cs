namespace Gobwire.Commands;

/// <summary>What a <see cref="CommandFilter"/> is around: further filters, and at last the handler.</summary>
/// <param name="context">The command.</param>
/// <returns>A task that ends with the command.</returns>
public delegate ValueTask CommandNext(CommandContext context);
