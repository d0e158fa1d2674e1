using System.CommandLine;

namespace Gobwire.Tool;

/// <summary>--max-message: the largest message a command reads.</summary>
internal static class MaxMessageOption
{
    public static Option<long> Create() => new("--max-message")
    {
        Description = "The largest message to read, such as 64K, 16M or 1G.",
        HelpName = "SIZE",
        DefaultValueFactory = _ => GobOptions.Trusted.MaxMessageSize,
        CustomParser = result =>
        {
            if (ByteSize.TryParse(result.Tokens[0].Value, out long size) && size is > 0 and <= int.MaxValue)
                return size;
            result.AddError($"--max-message: {result.Tokens[0].Value} is no size between 1 and 2G less one byte.");
            return 0;
        },
    };
}
