using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>The program's commands. Without one it listens, or connects where -connect is given: the article's program.</summary>
internal static class ProgramCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Talks with Go programs in Go's own wire format, and looks into gobs.");
        root.Subcommands.Add(DecodeCommand.Create());
        return root;
    }
}
