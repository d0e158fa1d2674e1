namespace Gobwire.Commands;

public sealed partial class CommandClientPool
{
    /// <inheritdoc cref="SendAsync(string, CommandSendOptions, CancellationToken)"/>
    public ValueTask SendAsync(string name, CancellationToken cancellationToken = default) => SendAsync(name, DefaultSend, cancellationToken);

    /// <summary>Sends a command without payload, which is not answered.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Gives up; the command may have been handled.</param>
    /// <exception cref="CommandException">There is no connection, or sending failed.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public async ValueTask SendAsync(string name, CommandSendOptions options, CancellationToken cancellationToken = default) =>
        await RunAsync(
            name,
            name,
            static (connection, name, _) =>
            {
                connection.WriteLine(name);
                return new ValueTask<bool>(true);
            },
            options,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="SendTextAsync(string, string, CommandSendOptions, CancellationToken)"/>
    public ValueTask SendTextAsync(string name, string text, CancellationToken cancellationToken = default) =>
        SendTextAsync(name, text, DefaultSend, cancellationToken);

    /// <summary>Sends a command with a line of text, which is not answered.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="text">The text, without line feed.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Gives up; the command may have been handled.</param>
    /// <exception cref="CommandException">There is no connection, or sending failed.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public async ValueTask SendTextAsync(string name, string text, CommandSendOptions options, CancellationToken cancellationToken = default) =>
        await RunAsync(
            name,
            (name, text),
            static (connection, command, _) =>
            {
                connection.WriteLines(command.name, command.text);
                return new ValueTask<bool>(true);
            },
            options,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="SendAsync{T}(string, T, CommandSendOptions, CancellationToken)"/>
    public ValueTask SendAsync<T>(string name, T value, CancellationToken cancellationToken = default) =>
        SendAsync(name, value, DefaultSend, cancellationToken);

    /// <summary>Sends a command with a gob, by a new encoder, which is not answered.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those; or <see cref="GobValue"/>.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Gives up; the command may have been handled.</param>
    /// <exception cref="GobException">The value has no form in gob; nothing was sent.</exception>
    /// <exception cref="CommandException">There is no connection, or sending failed.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public async ValueTask SendAsync<T>(string name, T value, CommandSendOptions options, CancellationToken cancellationToken = default) =>
        await RunAsync(
            name,
            (name, value),
            static (connection, command, _) =>
            {
                connection.WriteCommand(command.name, command.value);
                return new ValueTask<bool>(true);
            },
            options,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="AskTextAsync(string, string, CommandSendOptions, CancellationToken)"/>
    public ValueTask<string> AskTextAsync(string name, string text, CancellationToken cancellationToken = default) =>
        AskTextAsync(name, text, DefaultSend, cancellationToken);

    /// <summary>Sends a command with a line of text, and reads the line that answers it.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="text">The text, without line feed.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Gives up; the command may have been handled, and its reply is nobody's.</param>
    /// <returns>The reply, without its line feed.</returns>
    /// <exception cref="CommandException">There is no connection, no reply came in time, or the connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public ValueTask<string> AskTextAsync(string name, string text, CommandSendOptions options, CancellationToken cancellationToken = default) =>
        RunAsync(
            name,
            (name, text),
            static (connection, command, token) =>
            {
                connection.WriteLines(command.name, command.text);
                return connection.ReadLineAsync(token);
            },
            options,
            cancellationToken);

    /// <inheritdoc cref="AskAsync{TRequest, TReply}(string, TRequest, CommandSendOptions, CancellationToken)"/>
    public ValueTask<TReply> AskAsync<TRequest, TReply>(string name, TRequest request, CancellationToken cancellationToken = default) =>
        AskAsync<TRequest, TReply>(name, request, DefaultSend, cancellationToken);

    /// <summary>Sends a command with a gob, and reads the gob that answers it.</summary>
    /// <typeparam name="TRequest">The type of what is sent.</typeparam>
    /// <typeparam name="TReply">The reply's type; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="request">The value.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Gives up; the command may have been handled, and its reply is nobody's.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="GobException">The value has no form in gob, and nothing was sent; or the command was handled, and the reply is no such value.</exception>
    /// <exception cref="CommandException">There is no connection, no reply came in time, or the connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public ValueTask<TReply> AskAsync<TRequest, TReply>(
        string name, TRequest request, CommandSendOptions options, CancellationToken cancellationToken = default) =>
        RunAsync(
            name,
            (name, request),
            static (connection, command, token) =>
            {
                connection.WriteCommand(command.name, command.request);
                return connection.ReadGobAsync<TReply>(token);
            },
            options,
            cancellationToken);

    /// <summary>Runs an exchange of one's own on a connection that is nobody else's meanwhile, such as a command with several payloads or replies.</summary>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="name">What it is called in errors and measurements, as the command's name; the exchange writes that itself.</param>
    /// <param name="exchange">
    /// Writes the command, and reads all of its replies: what it leaves unread comes to the next command. It runs again where the command is sent
    /// again, also where a kept connection was found lost before anything was sent. The connection is not to be used after it.
    /// </param>
    /// <param name="options">How it is sent; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up; the connection is aborted, and the command may have been handled.</param>
    /// <returns>What the exchange returns.</returns>
    /// <exception cref="CommandException">There is no connection, the exchange was not done in time, or its connection was lost.</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed; nothing was sent.</exception>
    public ValueTask<TResult> ExchangeAsync<TResult>(
        string name,
        Func<CommandConnection, CancellationToken, ValueTask<TResult>> exchange,
        CommandSendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return RunAsync(name, exchange, static (connection, exchange, token) => exchange(connection, token), options, cancellationToken);
    }

    /// <inheritdoc cref="ExchangeAsync{TResult}(string, Func{CommandConnection, CancellationToken, ValueTask{TResult}}, CommandSendOptions?, CancellationToken)"/>
    public async ValueTask ExchangeAsync(
        string name,
        Func<CommandConnection, CancellationToken, ValueTask> exchange,
        CommandSendOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        await RunAsync(
            name,
            exchange,
            static async (connection, exchange, token) =>
            {
                await exchange(connection, token).ConfigureAwait(false);
                return true;
            },
            options,
            cancellationToken).ConfigureAwait(false);
    }
}
