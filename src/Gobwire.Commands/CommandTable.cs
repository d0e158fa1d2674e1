using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gobwire.Commands;

/// <summary>Handlers by name. Looked up without a lock while others are registered: each change makes a new table.</summary>
internal sealed class CommandTable
{
    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => Volatile.Read(ref _entries).Keys;

    public void Set(string name, CommandHandler handler)
    {
        lock (_lock)
        {
            var entries = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal) { [name] = new Entry(name, handler) };
            Volatile.Write(ref _entries, entries);
        }
    }

    public bool Remove(string name)
    {
        lock (_lock)
        {
            var entries = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal);
            bool removed = entries.Remove(name);
            Volatile.Write(ref _entries, entries);
            return removed;
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out Entry entry)
    {
        if (name.Length > 256)
            return Volatile.Read(ref _entries).TryGetValue(Encoding.UTF8.GetString(name), out entry);
        Span<char> text = stackalloc char[256];
        int length = Encoding.UTF8.GetChars(name, text);
        return Volatile.Read(ref _entries).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out entry);
    }

    /// <summary>A command and its handler.</summary>
    internal sealed record Entry(string Name, CommandHandler Handler);
}
