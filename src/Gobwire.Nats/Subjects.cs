namespace Gobwire.Nats;

/// <summary>Where commands travel under a prefix. A command's name is one token, so none of these can be mistaken for another.</summary>
internal sealed class Subjects
{
    public Subjects(string prefix)
    {
        SubjectName.ThrowIfNoPrefix(prefix);
        Prefix = prefix;
    }

    public string Prefix { get; }

    /// <summary>All commands that are answered, or published once.</summary>
    public string AllCommands => $"{Prefix}.*";

    /// <summary>All commands that a stream keeps until they are handled.</summary>
    public string AllDurable => $"{Prefix}.durable.*";

    /// <summary>All durable commands that were given up.</summary>
    public string AllDead => $"{Prefix}.dead.*";

    public string Command(string name) => $"{Prefix}.{SubjectName.Escape(name)}";

    public string Durable(string name) => $"{Prefix}.durable.{SubjectName.Escape(name)}";

    public string Dead(string name) => $"{Prefix}.dead.{SubjectName.Escape(name)}";

    /// <summary>The command's name at the end of a subject.</summary>
    public static string NameIn(string subject) => SubjectName.Unescape(subject[(subject.LastIndexOf('.') + 1)..]);
}
