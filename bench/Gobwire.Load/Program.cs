using System.Globalization;
using Gobwire.Load;

// Run by bench/load, which builds Go's server: "run GOSERVER [TEXT] [ROUNDS] [SECONDS]"; the servers of ours are this program itself.
switch (args)
{
    case ["serve-endpoint"]:
        await Servers.RunEndpointAsync();
        return 0;
    case ["serve-bare"]:
        await Servers.RunBareAsync();
        return 0;
    case ["run", var goServer, ..]:
        string text = args.Length > 2 ? args[2] : "";
        int rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
        double seconds = args.Length > 4 ? double.Parse(args[4], CultureInfo.InvariantCulture) : 2;
        await Run.AllAsync(goServer, [.. Scenario.All.Where(s => s.Name.Contains(text, StringComparison.Ordinal))], rounds, TimeSpan.FromSeconds(seconds));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: bench/load [TEXT] [ROUNDS] [SECONDS]");
        return 2;
}
