namespace Gobwire.Hosting.Tests;

/// <summary>How many scoped visits were begun and ended; what is shared by all of a host.</summary>
internal sealed class Visits
{
    private int _begun;
    private int _ended;

    public int Begun => Volatile.Read(ref _begun);

    public int Ended => Volatile.Read(ref _ended);

    public int Begin() => Interlocked.Increment(ref _begun);

    public void End() => Interlocked.Increment(ref _ended);
}
