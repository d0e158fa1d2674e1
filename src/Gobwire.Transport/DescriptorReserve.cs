using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gobwire.Transport;

/// <summary>
/// Keeps descriptors back for the process. Starting a thread takes some, and a runtime that cannot start one of its own ends the process:
/// connections must not take the last. The system hands out the lowest free number, so the newest one tells how many are taken.
/// </summary>
internal sealed class DescriptorReserve
{
    private const string LimitsPath = "/proc/self/limits";
    private const string LimitName = "Max open files";
    private const int MaxReserve = 32;

    private readonly int _firstReserved;
    private int _newest;

    /// <param name="limit">How many descriptors the process may have.</param>
    public DescriptorReserve(int limit) => _firstReserved = limit - Math.Min(MaxReserve, limit / 8);

    /// <summary>The reserve under the limit of this process; none where the system does not tell it.</summary>
    public static DescriptorReserve OfThisProcess()
    {
        try
        {
            return new DescriptorReserve(OperatingSystem.IsLinux() ? LimitIn(File.ReadLines(LimitsPath)) : int.MaxValue);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new DescriptorReserve(int.MaxValue);
        }
    }

    /// <summary>Takes note of a descriptor the process has got.</summary>
    public void Note(SafeHandle handle) => Note((int)handle.DangerousGetHandle());

    public void Note(int descriptor) => _newest = descriptor;

    /// <summary>Whether there are descriptors that are not kept back.</summary>
    public bool HasRoom()
    {
        if (_newest < _firstReserved)
            return true;
        try
        {
            using SafeFileHandle probe = File.OpenHandle("/dev/null");
            Note(probe);
        }
        catch (IOException)
        {
            return false;
        }

        return _newest < _firstReserved;
    }

    /// <summary>The soft limit in the lines that the system gives a process's limits in.</summary>
    internal static int LimitIn(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (!line.StartsWith(LimitName, StringComparison.Ordinal))
                continue;
            string soft = line[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : int.MaxValue;
        }

        return int.MaxValue;
    }
}
