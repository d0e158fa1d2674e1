namespace Gobwire.Load.Soak;

/// <summary>A kind of exchange that is repeated for as long as the soak takes.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Workers">How many are under way at a time.</param>
/// <param name="Pause">How long each rests between two.</param>
/// <param name="RunAsync">One exchange, of one or more commands or faults; gives their number, and throws what must not happen.</param>
internal sealed record SoakExchange(string Name, int Workers, TimeSpan Pause, Func<CancellationToken, Task<int>> RunAsync);
