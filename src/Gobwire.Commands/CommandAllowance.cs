namespace Gobwire.Commands;

/// <summary>How many commands a connection may still begin: a bucket that holds a second's worth, and fills as time passes.</summary>
internal sealed class CommandAllowance(int perSecond, TimeProvider time)
{
    private readonly long _full = time.TimestampFrequency;
    private readonly long _each = time.TimestampFrequency / perSecond;

    /// <summary>In ticks of the clock: a command takes a part of a second, a second that passes gives it back.</summary>
    private long _left = time.TimestampFrequency;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes one command's part.</summary>
    /// <exception cref="CommandException">Nothing is left.</exception>
    public void Take()
    {
        long now = time.GetTimestamp();
        _left = Math.Min(_full, _left + (now - _filledAt));
        _filledAt = now;
        if (_left < _each)
            throw new CommandException(CommandErrorKind.RateLimited, $"more than {perSecond} commands a second");
        _left -= _each;
    }
}
