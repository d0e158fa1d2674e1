using System.Globalization;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Commands;

/// <summary>
/// Dials for all commands of a pool. Where dialing failed, nobody dials for a while, longer each time, and then one at a time until it succeeds. That
/// is logged once, and its end.
/// </summary>
internal sealed class DialGate(TransportBackoff backoff, TimeProvider time, ILogger logger, string address)
{
    private readonly Lock _lock = new();
    private int _failures;
    private long _nextAt;
    private CommandException? _lastError;
    private TaskCompletionSource? _probe;

    /// <summary>Dials, after waiting for its turn.</summary>
    /// <param name="dial">Dials once.</param>
    /// <param name="patience">How long to wait for a turn.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandException">Dialing failed, and the next attempt is too far off.</exception>
    public async Task<CommandClient> DialAsync(
        Func<CancellationToken, Task<CommandClient>> dial, TimeSpan patience, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            Turn turn = TakeTurn();
            if (turn.IsOnes && await TryDialAsync(dial, turn, cancellationToken).ConfigureAwait(false) is { } client)
                return client;
            TimeSpan left = patience == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : patience - time.GetElapsedTime(begun);
            if (turn.Wait > left || left <= TimeSpan.Zero)
                throw TooFarOff();
            if (turn.IsOnes)
                continue;
            if (turn.Other is null)
                await Task.Delay(turn.Wait, time, cancellationToken).ConfigureAwait(false);
            else
                await turn.Other.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CommandClient?> TryDialAsync(
        Func<CancellationToken, Task<CommandClient>> dial, Turn turn, CancellationToken cancellationToken)
    {
        bool? hasSucceeded = null;
        CommandException? failure = null;
        try
        {
            CommandClient client = await dial(cancellationToken).ConfigureAwait(false);
            hasSucceeded = true;
            return client;
        }
        catch (CommandException error) when (error.Kind == CommandErrorKind.Dial)
        {
            hasSucceeded = false;
            failure = error;
            return null;
        }
        finally
        {
            EndTurn(turn, hasSucceeded, failure);
        }
    }

    private Turn TakeTurn()
    {
        lock (_lock)
        {
            if (_failures == 0)
                return new Turn(TimeSpan.Zero, null, null, _failures);
            TimeSpan wait = WaitLeft();
            if (wait > TimeSpan.Zero)
                return new Turn(wait, null, null, _failures);
            if (_probe is not null)
                return new Turn(TimeSpan.Zero, _probe.Task, null, _failures);
            _probe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Turn(TimeSpan.Zero, null, _probe, _failures);
        }
    }

    /// <summary>Takes note of what came of an attempt: of several at a time that fail, the first counts. One given up says nothing.</summary>
    private void EndTurn(Turn turn, bool? hasSucceeded, CommandException? failure)
    {
        int failedBefore;
        lock (_lock)
        {
            failedBefore = _failures;
            if (turn.Probe is not null)
                _probe = null;
            if (hasSucceeded == true)
            {
                _failures = 0;
            }
            else if (failure is not null && turn.Failures == _failures)
            {
                _failures++;
                _lastError = failure;
                TimeSpan delay = backoff.DelayAfter(_failures, Random.Shared.NextDouble());
                _nextAt = time.GetTimestamp() + (long)(delay.TotalSeconds * time.TimestampFrequency);
            }
        }

        turn.Probe?.SetResult();
        if (failure is not null && turn.Failures == 0 && failedBefore == 0)
            Log.DialFails(logger, address, LogText.OfReason(failure.Message));
        else if (hasSucceeded == true && failedBefore > 0)
            Log.DialRecovers(logger, address, failedBefore);
    }

    private TimeSpan WaitLeft()
    {
        TimeSpan wait = time.GetElapsedTime(time.GetTimestamp(), _nextAt);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private CommandException TooFarOff()
    {
        lock (_lock)
        {
            string next = _probe is null
                ? string.Create(CultureInfo.InvariantCulture, $"the next attempt is in {WaitLeft().TotalSeconds:0.#} s")
                : "the next attempt is under way";
            return new CommandException(CommandErrorKind.Dial, $"{_lastError!.Message}; {next}", _lastError);
        }
    }

    /// <summary>Whose turn it is to dial.</summary>
    /// <param name="Wait">How long nobody's.</param>
    /// <param name="Other">Somebody else's, who is at it; null if not.</param>
    /// <param name="Probe">One's own, while others wait for it; null where all may dial.</param>
    /// <param name="Failures">How many attempts had failed.</param>
    private readonly record struct Turn(TimeSpan Wait, Task? Other, TaskCompletionSource? Probe, int Failures)
    {
        public bool IsOnes => Wait == TimeSpan.Zero && Other is null;
    }
}
