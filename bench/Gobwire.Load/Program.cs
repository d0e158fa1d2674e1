using System.Globalization;
using Gobwire.Load;
using Gobwire.Load.Nats;
using Gobwire.Load.Rpc;
using Gobwire.Load.Soak;

// Run by bench/load and bench/rpc, which build Go's programs: "run GOSERVER [TEXT] [ROUNDS] [SECONDS]", "run-rpc GOPROGRAM [ROUNDS] [SECONDS]";
// by bench/nats: "run-nats [ROUNDS] [SECONDS]"; and by bench/soak: "soak [SECONDS]".
// Our servers, workers and the client of net/rpc are this program itself.
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
    case ["serve-rpc"]:
        await RpcPeer.ServeAsync();
        return 0;
    case ["load-rpc", var port]:
        await RpcPeer.LoadAsync(int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["run-rpc", var goProgram, ..]:
        await RpcRun.AllAsync(
            goProgram,
            args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5,
            args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 2);
        return 0;
    case ["serve-soak", var certificate, var key]:
        await SoakServer.RunAsync(certificate, key);
        return 0;
    case ["soak", ..]:
        return await SoakRun.RunAsync(TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 60));
    case ["serve-edge", var url, var prefix]:
        await NatsRoles.RunEdgeAsync(url, prefix);
        return 0;
    case ["serve-worker", var url, var prefix]:
        await NatsRoles.RunWorkerAsync(url, prefix);
        return 0;
    case ["run-nats", ..]:
        await NatsRun.AllAsync(
            args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5,
            TimeSpan.FromSeconds(args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 2));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: bench/load [TEXT] [ROUNDS] [SECONDS], bench/rpc [ROUNDS] [SECONDS], bench/nats [ROUNDS] [SECONDS], bench/soak [SECONDS]");
        return 2;
}
