namespace Gobwire.Commands;

/// <summary>What has become of a command so far, over all the connections it was sent on.</summary>
/// <param name="resends">How many times it may be sent again.</param>
internal sealed class CommandFate(int resends)
{
    private int _resends = resends;

    /// <summary>Whether something of it was sent at least once.</summary>
    public bool MayHaveBeenHandled { get; private set; }

    /// <summary>Whether its last connection is lost.</summary>
    public bool IsConnectionLost { get; private set; }

    /// <summary>Takes note of how the command's exchange on a connection has ended.</summary>
    public void Note(PooledConnection connection)
    {
        MayHaveBeenHandled |= connection.HasSent;
        IsConnectionLost = connection.IsAborted;
    }

    /// <summary>
    /// Whether another connection may be tried: always if nothing was sent on a kept one, which may have been lost before; else if the reply was
    /// lost, as often as the caller allows.
    /// </summary>
    public bool CanTryAgain(PooledConnection connection, Exception error)
    {
        if (!IsLoss(connection, error))
            return false;
        if (!connection.HasSent)
            return connection.WasKept;
        return _resends-- > 0;
    }

    private static bool IsLoss(PooledConnection connection, Exception error) => error switch
    {
        CommandException command => command.Kind is CommandErrorKind.ConnectionLost or CommandErrorKind.Truncated
            or CommandErrorKind.Timeout or CommandErrorKind.TooSlow,
        IOException => connection.IsAborted,
        _ => false,
    };
}
