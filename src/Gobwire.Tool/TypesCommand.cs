using System.CommandLine;
using System.Text;
using Gobwire.Tool.Types;

namespace Gobwire.Tool;

/// <summary>gobwire types: shows the types a gob defines.</summary>
internal static class TypesCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A file of gobs; standard input if there is none, or for -.",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => FileArgument.StandardInput,
        };
        var csharp = new Option<bool>("--csharp") { Description = "Print them as C# records ready to compile." };
        var go = new Option<bool>("--go") { Description = "Print them as Go declarations." };
        var space = new Option<string>("--namespace") { Description = "The namespace of the records, or the package of the declarations.", HelpName = "NAME" };
        Option<long> maxMessage = MaxMessageOption.Create();
        var command = new Command("types", "Shows the types a gob defines: as a table, as C# or as Go.") { file, csharp, go, space, maxMessage };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csharp) && result.GetValue(go))
                result.AddError("--csharp or --go, not both.");
        });
        command.SetAction((result, cancellationToken) =>
        {
            GobOptions options = GobOptions.Trusted with { MaxMessageSize = result.GetValue(maxMessage) };
            string? name = result.GetValue(space);
            Func<StreamTypes, string> write = result.GetValue(csharp) ? types => new CSharpTypes(types).Write(name)
                : result.GetValue(go) ? types => new GoTypes(types).Write(name)
                : types => TypeTable.Write(types, terminal.IsOutputTerminal);
            return new FileArgument(terminal).RunAsync(
                [result.GetValue(file)!],
                async (input, output, token) => Encoding.UTF8.GetBytes(write(await StreamTypes.ReadAsync(input, options, token)), output),
                cancellationToken);
        });
        return command;
    }
}
