using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gobwire.Commands;

/// <summary>Handlers by name, with their filters. Looked up without a lock while others are registered: each change makes a new table.</summary>
internal sealed class CommandTable
{
    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private CommandFilter[] _filters = [];
    private CommandNext? _fallback;

    public IReadOnlyCollection<string> Names => Volatile.Read(ref _entries).Keys;

    /// <summary>Handles the commands that have no handler of their own; null for none.</summary>
    public CommandNext? Fallback
    {
        get => Volatile.Read(ref _fallback);
        set => Volatile.Write(ref _fallback, value);
    }

    public void Set(string name, CommandHandler handler) =>
        Set(name, handler, context => handler(context.Connection, context.CancellationToken));

    /// <summary>Registers a handler that takes the context, as a filter does.</summary>
    public void Set(string name, CommandNext handler) => Set(name, null, handler);

    /// <summary>Puts a filter inside those there are, around all handlers there are and will be.</summary>
    public void AddFilter(CommandFilter filter)
    {
        lock (_lock)
        {
            _filters = [.. _filters, filter];
            var entries = new Dictionary<string, Entry>(_entries.Count, StringComparer.Ordinal);
            foreach ((string name, Entry entry) in _entries)
            {
                entry.IsCurrent = false;
                entries[name] = Compose(name, entry.Plain, entry.Innermost);
            }

            Volatile.Write(ref _entries, entries);
        }
    }

    public bool Remove(string name)
    {
        lock (_lock)
        {
            var entries = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal);
            bool removed = entries.Remove(name, out Entry? earlier);
            earlier?.IsCurrent = false;
            Volatile.Write(ref _entries, entries);
            return removed;
        }
    }

    public bool TryGet(ReadOnlySpan<byte> name, [MaybeNullWhen(false)] out Entry entry)
    {
        if (name.Length > 256)
            return TryGet(Encoding.UTF8.GetString(name), out entry);
        Span<char> text = stackalloc char[256];
        int length = Encoding.UTF8.GetChars(name, text);
        return Volatile.Read(ref _entries).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out entry)
            || TryGetFallback(text[..length], out entry);
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out Entry entry) =>
        Volatile.Read(ref _entries).TryGetValue(name, out entry) || TryGetFallback(name, out entry);

    /// <summary>An entry for this one command: strangers' names are not kept. Two names that are not UTF-8 would be one here.</summary>
    private bool TryGetFallback(ReadOnlySpan<char> name, [MaybeNullWhen(false)] out Entry entry)
    {
        entry = Fallback is { } fallback && !name.IsEmpty && !name.Contains('\uFFFD') ? Compose(name.ToString(), null, fallback) : null;
        entry?.IsCurrent = false;
        entry?.Method = ProtocolTelemetry.OtherMethod;
        return entry is not null;
    }

    private void Set(string name, CommandHandler? plain, CommandNext innermost)
    {
        lock (_lock)
        {
            var entries = new Dictionary<string, Entry>(_entries, StringComparer.Ordinal);
            if (entries.TryGetValue(name, out Entry? earlier))
                earlier.IsCurrent = false;
            entries[name] = Compose(name, plain, innermost);
            Volatile.Write(ref _entries, entries);
        }
    }

    /// <summary>Puts the filters around a handler, once; without filters a plain handler stays as it is, and costs no context.</summary>
    private Entry Compose(string name, CommandHandler? plain, CommandNext innermost)
    {
        if (plain is not null && _filters.Length == 0)
            return new Entry(name, plain, plain, innermost);
        CommandNext next = innermost;
        for (int i = _filters.Length - 1; i >= 0; i--)
        {
            CommandFilter filter = _filters[i];
            CommandNext inner = next;
            next = context => filter(context, inner);
        }

        return new Entry(name, (connection, token) => next(new CommandContext(name, connection, token)), plain, innermost);
    }

    /// <summary>A command and its handler, with the filters around it; and the handler as it was registered, for filters to come.</summary>
    internal sealed record Entry(string Name, CommandHandler Handler, CommandHandler? Plain, CommandNext Innermost)
    {
        private volatile bool _isCurrent = true;

        /// <summary>The name in measurements.</summary>
        public string Method { get; set; } = Name;

        public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

        /// <summary>Whether it is still the one of its name: neither replaced nor removed.</summary>
        public bool IsCurrent
        {
            get => _isCurrent;
            set => _isCurrent = value;
        }
    }
}
