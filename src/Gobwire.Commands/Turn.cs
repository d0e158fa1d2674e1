namespace Gobwire.Commands;

/// <summary>
/// How much a connection has done without a wait: one whose next command is always at hand would otherwise keep its thread from all others.
/// </summary>
internal struct Turn
{
    /// <summary>How many commands a turn has at most: more than come in one read of small ones, for each turn's end costs a hop through the pool.</summary>
    public const int MaxCommands = 256;

    /// <summary>How long a turn is to last, in milliseconds: a tick of the coarsest clocks.</summary>
    public const int MaxMilliseconds = 15;

    /// <summary>How many commands come between two looks at the clock.</summary>
    public const int CommandsBetweenLooks = 4;

    private int _commands;
    private long _begunAt;

    /// <summary>Begins another turn, as a wait for the peer does: it gives the thread to others.</summary>
    public void Begin() => _commands = 0;

    /// <summary>Counts a command. True if others are to have the thread now; then another turn has begun.</summary>
    public bool IsOverAfterCommand()
    {
        _commands++;
        return (_commands == 1 || _commands % CommandsBetweenLooks == 0) && IsOverAt(Environment.TickCount64);
    }

    private bool IsOverAt(long now)
    {
        if (_commands == 1)
            _begunAt = now;
        else if (_commands >= MaxCommands || now - _begunAt >= MaxMilliseconds)
        {
            Begin();
            return true;
        }

        return false;
    }
}
