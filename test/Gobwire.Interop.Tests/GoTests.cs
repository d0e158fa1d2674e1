namespace Gobwire.Interop.Tests;

/// <summary>Tests with a Go program at the other end, each with a deadline.</summary>
public abstract class GoTests : IDisposable
{
    private readonly CancellationTokenSource _deadline;

    protected GoTests(GoToolchain go, int deadlineSeconds = 120)
    {
        Go = go;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _deadline.CancelAfter(TimeSpan.FromSeconds(deadlineSeconds));
    }

    protected GoToolchain Go { get; }

    protected CancellationToken Deadline => _deadline.Token;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives up what a test has.</summary>
    protected virtual void Dispose(bool isDisposing) => _deadline.Dispose();
}
