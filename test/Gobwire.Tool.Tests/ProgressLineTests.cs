using Microsoft.Extensions.Time.Testing;

namespace Gobwire.Tool.Tests;

public sealed class ProgressLineTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _line = new();

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Nothing_is_shown_in_the_first_second()
    {
        var progress = new ProgressLine(_line, _time, 1000);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        progress.Add(500);
        progress.End();
        Assert.Equal("", _line.ToString());
    }

    [Fact]
    public void Bytes_rate_and_time_left_are_shown_and_taken_away()
    {
        var progress = new ProgressLine(_line, _time, 10 << 20);
        _time.Advance(TimeSpan.FromSeconds(2));
        progress.Add(4 << 20);
        progress.End();
        Assert.Equal("\r\x1b[K4.0 MiB of 10.0 MiB, 2.0 MiB/s, 3 s left\r\x1b[K", _line.ToString());
    }

    [Fact]
    public void Where_nobody_knows_the_end_there_is_no_time_left()
    {
        var progress = new ProgressLine(_line, _time, null);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Add(300 << 10);
        Assert.Equal("\r\x1b[K300 KiB, 300 KiB/s", _line.ToString());
    }

    [Fact]
    public void Once_all_is_read_it_tells_what_is_written()
    {
        var progress = new ProgressLine(_line, _time, 1 << 20);
        progress.Add(1 << 20);
        _time.Advance(TimeSpan.FromSeconds(2));
        progress.Wrote(3 << 20);
        Assert.Equal("\r\x1b[Kall 1.0 MiB read, 3.0 MiB written", _line.ToString());
    }

    [Fact]
    public void It_is_drawn_ten_times_a_second_at_most()
    {
        var progress = new ProgressLine(_line, _time, null);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 100; i++)
        {
            progress.Add(1);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(10, _line.ToString().Split('\r').Length - 1);
    }
}
