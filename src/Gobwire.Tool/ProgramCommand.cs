using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>The program's commands. Without one it listens, or connects where -connect is given: the article's program.</summary>
internal static class ProgramCommand
{
    /// <param name="terminal">Where commands read from and write to; null for the process's own streams.</param>
    public static RootCommand Create(Terminal? terminal = null)
    {
        terminal ??= Terminal.Process;
        var root = new RootCommand("Talks with Go programs in Go's own wire format, and looks into gobs. Without a command it listens.");
        ListenCommand listen = ListenCommand.AddTo(root, terminal);
        ConnectCommand connect = ConnectCommand.AddTo(root, terminal);
        root.SetAction((result, cancellationToken) => connect.IsWanted(result)
            ? connect.RunAsync(result, cancellationToken)
            : listen.RunAsync(result, cancellationToken));
        root.Subcommands.Add(ListenCommand.Create(terminal));
        root.Subcommands.Add(WorkCommand.Create(terminal));
        root.Subcommands.Add(DecodeCommand.Create(terminal));
        root.Subcommands.Add(EncodeCommand.Create(terminal));
        root.Subcommands.Add(TypesCommand.Create(terminal));
        root.Subcommands.Add(InspectCommand.Create(terminal));
        root.Subcommands.Add(CallCommand.Create(terminal));
        return root;
    }
}
