namespace Gobwire.Fuzz;

/// <summary>Runs inputs without a fuzzer.</summary>
internal static class Replay
{
    /// <summary>As long as AFL makes an input at most, less what goes before the value.</summary>
    public const int HostileLength = (1 << 20) - (32 << 10);

    /// <summary>Runs each input through each target, and says which broke what must hold.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IEnumerable<string> targets, IEnumerable<(string Name, byte[] Input)> inputs)
    {
        (string Name, byte[] Input)[] all = [.. inputs];
        int findings = 0;
        foreach (string target in targets)
        {
            Action<byte[]> run = Targets.Get(target);
            foreach ((string name, byte[] input) in all)
                findings += Holds(run, input, $"{target}: {name}") ? 0 : 1;
        }

        Console.WriteLine($"{all.Length} inputs, {findings} findings");
        return findings == 0 ? 0 : 1;
    }

    private static bool Holds(Action<byte[]> run, byte[] input, string name)
    {
        try
        {
            run(input);
            return true;
        }
        catch (Exception error)
        {
            Console.WriteLine($"{name}: {error}");
            return false;
        }
    }
}
