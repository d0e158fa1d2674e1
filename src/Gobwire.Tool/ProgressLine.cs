using System.Globalization;

namespace Gobwire.Tool;

/// <summary>One line that says how far a command has come: bytes, rate, and the time left where the end is known. Nothing in the first second.</summary>
internal sealed class ProgressLine
{
    private const string ClearLine = "\r\x1b[K";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? _line;
    private readonly TimeProvider _time;
    private readonly long? _total;
    private readonly long _start;
    private TimeSpan _next = Silence;
    private bool _isShown;
    private long _bytes;
    private long _written;

    /// <param name="line">Where the line stands; null for nowhere.</param>
    /// <param name="time">The clock.</param>
    /// <param name="total">How many bytes there are; null if nobody knows.</param>
    public ProgressLine(TextWriter? line, TimeProvider time, long? total)
    {
        _line = line;
        _time = time;
        _total = total;
        _start = time.GetTimestamp();
    }

    /// <summary>Bytes were read.</summary>
    public void Add(int count)
    {
        _bytes += count;
        Show();
    }

    /// <summary>Bytes were written: of one large value, which is read at once, that is all there is to tell.</summary>
    public void Wrote(int count)
    {
        _written += count;
        Show();
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (_isShown)
            _line!.Write(ClearLine);
        _isShown = false;
    }

    private void Show()
    {
        if (_line is null)
            return;
        TimeSpan elapsed = _time.GetElapsedTime(_start);
        if (elapsed < _next)
            return;
        _next = elapsed + Interval;
        _isShown = true;
        _line.Write(ClearLine + Text(elapsed));
        _line.Flush();
    }

    private string Text(TimeSpan elapsed)
    {
        if (_bytes == _total)
            return $"all {ByteSize.Format(_bytes)} read, {ByteSize.Format(_written)} written";
        double rate = _bytes / elapsed.TotalSeconds;
        string text = $"{ByteSize.Format(_bytes)}{Of()}, {ByteSize.Format((long)rate)}/s";
        if (_total is not { } total || rate <= 0)
            return text;
        double left = Math.Max(0, (total - _bytes) / rate);
        return text + string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(left):0} s left");
    }

    private string Of() => _total is { } total ? $" of {ByteSize.Format(total)}" : "";
}
