using Gobwire.Commands;

namespace Gobwire.Hosting.Tests;

/// <summary>Answers with the sum, and the number of the visit.</summary>
internal sealed class SumHandler(Visit visit) : ICommandHandler<Pair, Pair>
{
    public ValueTask<Pair> HandleAsync(Pair request, CancellationToken cancellationToken) => new(new Pair(request.A + request.B, visit.Number));
}

/// <summary>Takes a pair, and keeps it.</summary>
internal sealed class KeepHandler(Kept kept) : ICommandHandler<Pair>
{
    public ValueTask HandleAsync(Pair request, CancellationToken cancellationToken)
    {
        kept.Pair.SetResult(request);
        return ValueTask.CompletedTask;
    }
}

/// <summary>What a handler has kept.</summary>
internal sealed class Kept
{
    public TaskCompletionSource<Pair> Pair { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Answers a line itself.</summary>
internal sealed class EchoHandler(Visit visit) : ICommandHandler
{
    public async ValueTask HandleAsync(CommandContext context)
    {
        string line = await context.Connection.ReadLineAsync(context.CancellationToken);
        await context.Connection.WriteLineAsync($"{context.Command} {visit.Number} {line}", context.CancellationToken);
    }
}

/// <summary>Lets in only commands of an even visit, and shares the visit with the handler.</summary>
internal sealed class EvenFilter(Visit visit) : ICommandFilter
{
    public ValueTask InvokeAsync(CommandContext context, CommandNext inner) =>
        visit.Number % 2 == 0 ? inner(context) : throw new CommandException(CommandErrorKind.Refused, "an odd visit");
}

/// <summary>A handler of what gobs cannot carry.</summary>
internal sealed class VersionHandler : ICommandHandler<Version>
{
    public ValueTask HandleAsync(Version request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
