namespace Gobwire.Testing;

/// <summary>Waits for what must come, and not a moment longer than a test may take.</summary>
internal static class Until
{
    /// <summary>More than any test takes on a machine that has many other things to do: who waits in vain fails all the same.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Fires when the test has taken too long, or is given up.</summary>
    public static CancellationToken Deadline
    {
        get
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            source.CancelAfter(Longest);
            return source.Token;
        }
    }

    /// <summary>Looks at a state until it holds.</summary>
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        CancellationToken deadline = Deadline;
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
                Assert.Fail($"It did not come about that {what}.");
            await Task.Yield();
        }
    }

    /// <summary>Waits for a token to fire.</summary>
    public static async Task FiredAsync(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = token.Register(fired.SetResult);
        await fired.Task.WaitAsync(Deadline);
    }
}
