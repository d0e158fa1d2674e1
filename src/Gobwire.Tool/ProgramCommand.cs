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
        ListenCommand listen = ListenCommand.AddTo(root);
        Option<string> connect = ConnectCommand.CreateOption();
        root.Options.Add(connect);
        root.SetAction((result, cancellationToken) => result.GetValue(connect) is { } address
            ? ConnectCommand.RunAsync(address, cancellationToken)
            : listen.RunAsync(result));
        root.Subcommands.Add(ListenCommand.Create());
        root.Subcommands.Add(DecodeCommand.Create(terminal));
        root.Subcommands.Add(EncodeCommand.Create(terminal));
        root.Subcommands.Add(TypesCommand.Create(terminal));
        root.Subcommands.Add(InspectCommand.Create(terminal));
        root.Subcommands.Add(CallCommand.Create(terminal));
        return root;
    }
}
