namespace Gobwire.Commands;

/// <summary>Handles one command: reads what follows its name, and writes the reply if there is one.</summary>
/// <param name="connection">The connection the command came on. It is the handler's until the handler returns.</param>
/// <param name="cancellationToken">Fires when the connection is lost, when the handler takes too long, or when a stop no longer waits.</param>
/// <returns>A task that ends with the command; if it fails, the connection is closed and the failure logged.</returns>
public delegate ValueTask CommandHandler(CommandConnection connection, CancellationToken cancellationToken);
