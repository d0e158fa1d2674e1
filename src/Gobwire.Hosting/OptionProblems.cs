using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gobwire.Commands;
using Gobwire.Transport;

namespace Gobwire.Hosting;

/// <summary>Gathers what is wrong with options, each by the key it has in the configuration.</summary>
/// <param name="path">What stands before a key, with its colon.</param>
internal sealed partial class OptionProblems(string path)
{
    /// <summary>No timeout is longer, but for an infinite one. It is below a day, since configuration takes a bare number for days.</summary>
    private static readonly TimeSpan LongestTimeout = new(23, 59, 59);

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> All => _problems;

    public void Add(string key, string problem) => _problems.Add($"{path}{key} {problem}");

    public void InRange(string key, long value, long least, long most)
    {
        if (value < least)
            Add(key, string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be at least {least}"));
        else if (value > most)
            Add(key, string.Create(CultureInfo.InvariantCulture, $"is {value}; it must be at most {most}"));
    }

    /// <summary>A timeout: longer than nothing, shorter than a day, or infinite.</summary>
    public void IsTimeout(string key, TimeSpan value)
    {
        if (value == Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value <= LongestTimeout))
            return;
        string meant = value.Ticks % TimeSpan.TicksPerDay == 0 && value > TimeSpan.Zero && value.Days < 60
            ? $" (a bare number is days: write 00:00:{value.Days:00} for {value.Days} seconds)"
            : "";
        Add(key, $"is {value:c}; it must be more than zero and less than a day, or -00:00:00.001 for no limit{meant}");
    }

    /// <summary>A wait: from nothing up to a day.</summary>
    public void IsWait(string key, TimeSpan value)
    {
        if (value < TimeSpan.Zero || value > LongestTimeout)
            Add(key, $"is {value:c}; it must be from zero to less than a day");
    }

    /// <summary>A file that is there.</summary>
    /// <returns>Whether it is.</returns>
    public bool IsFile(string key, [NotNullWhen(true)] string? value)
    {
        if (File.Exists(value))
            return true;
        Add(key, string.IsNullOrEmpty(value) ? "is missing" : $"names the file {value}, which is not there");
        return false;
    }

    public void IsPath(string key, string value)
    {
        if (!value.StartsWith('/') || value.AsSpan().ContainsAnyExceptInRange('!', '~'))
            Add(key, $"is \"{value}\"; it must begin with a slash, and have neither blanks nor characters beyond ASCII");
    }

    public void IsDefined<T>(string key, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            Add(key, $"is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    public void AreAddresses(string key, IList<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!ListenAddress.TryParse(values[i], out _, out string? problem))
                Add(string.Create(CultureInfo.InvariantCulture, $"{key}:{i}"), $"is \"{values[i]}\": {problem}");
        }
    }

    /// <summary>An address to dial.</summary>
    public void IsAddress(string key, string value)
    {
        if (value.Length == 0)
        {
            Add(key, "is missing");
            return;
        }

        try
        {
            TransportAddress.Parse(value, CommandEndpointOptions.DefaultPort);
        }
        catch (FormatException error)
        {
            Add(key, $"is \"{value}\": {error.Message}");
        }
    }

    /// <summary>Checks a group of options below a key.</summary>
    public void Group(string key, Action<OptionProblems> check)
    {
        var inner = new OptionProblems($"{path}{key}:");
        check(inner);
        _problems.AddRange(inner._problems);
    }
}
