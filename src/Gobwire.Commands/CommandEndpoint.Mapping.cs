namespace Gobwire.Commands;

public sealed partial class CommandEndpoint
{
    /// <summary>Registers a handler under a command's name, in place of an earlier one. Commands under way keep theirs.</summary>
    /// <param name="name">The name, as it stands on the wire: without line feed, and without blanks around it.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="ArgumentException">No peer can send such a name.</exception>
    public void Map(string name, CommandHandler handler)
    {
        ThrowIfNoName(name);
        ArgumentNullException.ThrowIfNull(handler);
        _table.Set(name, handler);
    }

    /// <summary>Registers a handler that takes the command's context, as filters do: for what they leave in it, such as services.</summary>
    /// <param name="name">The name, as it stands on the wire: without line feed, and without blanks around it.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="ArgumentException">No peer can send such a name.</exception>
    public void Map(string name, CommandNext handler)
    {
        ThrowIfNoName(name);
        ArgumentNullException.ThrowIfNull(handler);
        _table.Set(name, handler);
    }

    /// <summary>Registers a handler that answers a line of text with a line of text.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Makes the reply of the text.</param>
    public void MapText(string name, Func<string, string> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Map(name, async (connection, token) =>
            await connection.WriteLineAsync(handler(await connection.ReadLineAsync(token).ConfigureAwait(false)), token).ConfigureAwait(false));
    }

    /// <inheritdoc cref="MapText(string, Func{string, string})"/>
    public void MapText(string name, Func<string, CancellationToken, ValueTask<string>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Map(name, async (connection, token) =>
        {
            string text = await connection.ReadLineAsync(token).ConfigureAwait(false);
            await connection.WriteLineAsync(await handler(text, token).ConfigureAwait(false), token).ConfigureAwait(false);
        });
    }

    /// <summary>Registers a handler that takes a gob and does not answer.</summary>
    /// <typeparam name="TRequest">The gob's type; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Takes the value.</param>
    /// <exception cref="GobException">The type has no form in gob.</exception>
    public void Map<TRequest>(string name, Action<TRequest> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Options.Gob.EnsureSupported<TRequest>();
        Map(name, async (connection, token) => handler(await connection.ReadGobAsync<TRequest>(token).ConfigureAwait(false)));
    }

    /// <inheritdoc cref="Map{TRequest}(string, Action{TRequest})"/>
    public void Map<TRequest>(string name, Func<TRequest, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Options.Gob.EnsureSupported<TRequest>();
        Map(name, async (connection, token) =>
            await handler(await connection.ReadGobAsync<TRequest>(token).ConfigureAwait(false), token).ConfigureAwait(false));
    }

    /// <summary>Registers a handler that answers a gob with a gob, each by a new encoder.</summary>
    /// <typeparam name="TRequest">The request's type; <see cref="GobValue"/> for any.</typeparam>
    /// <typeparam name="TReply">The reply's type.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Makes the reply of the request.</param>
    /// <exception cref="GobException">One of the types has no form in gob.</exception>
    public void Map<TRequest, TReply>(string name, Func<TRequest, TReply> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        EnsureSupported<TRequest, TReply>();
        Map(name, async (connection, token) =>
            await connection.WriteGobAsync(handler(await connection.ReadGobAsync<TRequest>(token).ConfigureAwait(false)), token).ConfigureAwait(false));
    }

    /// <inheritdoc cref="Map{TRequest, TReply}(string, Func{TRequest, TReply})"/>
    public void Map<TRequest, TReply>(string name, Func<TRequest, CancellationToken, ValueTask<TReply>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        EnsureSupported<TRequest, TReply>();
        Map(name, async (connection, token) =>
        {
            TRequest request = await connection.ReadGobAsync<TRequest>(token).ConfigureAwait(false);
            await connection.WriteGobAsync(await handler(request, token).ConfigureAwait(false), token).ConfigureAwait(false);
        });
    }

    /// <summary>Takes a handler away. Commands under way are ended by theirs.</summary>
    /// <param name="name">The command's name.</param>
    /// <returns>Whether it had a handler.</returns>
    public bool Unmap(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _table.Remove(name);
    }

    private static void ThrowIfNoName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.AsSpan().ContainsAny('\n', '\uFFFD') || name.AsSpan().Trim(" \t\r").Length != name.Length)
            throw new ArgumentException("A command's name has no line feed in it, and no blanks around it.", nameof(name));
    }

    private void EnsureSupported<TRequest, TReply>()
    {
        Options.Gob.EnsureSupported<TRequest>();
        Options.Gob.EnsureSupported<TReply>();
    }
}
