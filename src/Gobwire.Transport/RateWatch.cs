namespace Gobwire.Transport;

/// <summary>Reckons until when a read may wait, when an operation's bytes must come at a rate.</summary>
internal sealed class RateWatch(ConnectionClock clock)
{
    private TransportRate? _rate;
    private long _begunAt;
    private long _consumedBefore;

    /// <summary>The time stamp up to which the next bytes must have come; never before the first have.</summary>
    public long At { get; private set; } = Deadline.Never;

    public bool HasPassed => At != Deadline.Never && clock.Now >= At;

    public TransportRateException Exception => new(_rate!);

    /// <summary>Begins another operation.</summary>
    public void Reset(TransportRate? rate)
    {
        _rate = rate;
        At = Deadline.Never;
    }

    /// <summary>Takes note of what has come. True if the rate is watched, and so bytes must be counted.</summary>
    /// <param name="consumed">How many bytes were consumed so far, of this operation and others.</param>
    /// <param name="atHand">How many are at hand.</param>
    public bool Note(long consumed, long atHand)
    {
        if (_rate is null || atHand == 0)
            return false;
        if (At == Deadline.Never)
        {
            _begunAt = clock.Now;
            _consumedBefore = consumed;
        }

        At = clock.Later(_begunAt, _rate.TimeFor(consumed - _consumedBefore + atHand));
        return true;
    }
}
