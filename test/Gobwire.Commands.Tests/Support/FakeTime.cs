using Gobwire.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Commands.Tests;

/// <summary>Time that passes in steps until something has come of it.</summary>
internal static class FakeTime
{
    public static Task AdvanceUntilAsync(this FakeTimeProvider time, TimeSpan step, Func<bool> condition, string what) =>
        Until.TrueAsync(
            () =>
            {
                if (condition())
                    return true;
                time.Advance(step);
                return condition();
            },
            what);
}
