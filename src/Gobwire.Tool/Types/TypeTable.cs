using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Gobwire.Tool.Types;

/// <summary>A stream's types as a table: drawn for a person, separated by tabs in a pipe.</summary>
internal static class TypeTable
{
    private static readonly string[] Columns = ["Id", "Name", "Kind", "Definition", "Values", "In interfaces as"];

    public static string Write(StreamTypes types, bool isDrawn)
    {
        var rows = new List<string[]>();
        Dictionary<GobType, int> counts = types.ValueTypes.CountBy(t => t).ToDictionary();
        foreach (GobType type in counts.Keys.Where(t => t.Id < 65).OrderBy(t => t.Id).Concat(types.Defined))
            rows.Add(Row(type, counts.GetValueOrDefault(type), types));
        return isDrawn ? Draw(rows) : string.Concat(rows.Prepend(Columns).Select(r => string.Join('\t', r) + "\n"));
    }

    private static string[] Row(GobType type, int values, StreamTypes types) =>
    [
        type.Id.ToString(CultureInfo.InvariantCulture),
        VisibleText.Of(type.Name),
        $"{type.Kind}",
        VisibleText.Of(Definition(type)),
        values == 0 ? "" : values.ToString(CultureInfo.InvariantCulture),
        VisibleText.Of(string.Join(", ", types.ConcreteTypes.Where(c => ReferenceEquals(c.Value, type)).Select(c => c.Key))),
    ];

    private static string Definition(GobType type) => type.Kind == GobTypeKind.Struct
        ? $"struct {{ {string.Join("; ", type.Fields.Select(f => $"{f.Name} {f.Type}"))} }}"
        : type.Element is null ? "" : type.ToString();

    private static string Draw(List<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string column in Columns)
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        foreach (string[] row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        using var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.Yes });
        console.Write(table);
        return text.ToString();
    }
}
