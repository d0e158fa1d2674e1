using Gobwire.Fuzz;
using Gobwire.Tests.Limits;
using SharpFuzz;

// fuzz TARGET: under AFL; seeds DIR GOLDEN...: writes the seeds; hostile GOLDEN...: runs streams made to be dear, as long as AFL's are at most; replay TARGET FILE...: runs inputs, as when a finding is looked at.
switch (args)
{
    case ["fuzz", var target]:
        Action<byte[]>? run = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            // Instrumented code may run only in here, where its coverage has a place to go.
            run ??= Targets.Get(target);
            using var input = new MemoryStream();
            stream.CopyTo(input);
            run(input.ToArray());
        });
        return 0;
    case ["seeds", var folder, .. var golden]:
        Seeds.Write(folder, golden);
        return 0;
    case ["replay", var target, .. var files]:
        Coverage.Discard();
        return Replay.Run([target], files.Select(f => (f, File.ReadAllBytes(f))));
    case ["hostile", .. var golden]:
        Coverage.Discard();
        return Replay.Run(Targets.Names, new HostileStreams(Replay.HostileLength).Make().Select(s => (s.Key, s.Value)).Concat(Seeds.Read(golden)));
    default:
        Console.Error.WriteLine($"usage: fuzz TARGET | seeds DIR FILE.jsonl... | hostile FILE.jsonl... | replay TARGET FILE...\ntargets: {string.Join(", ", Targets.Names)}");
        return 2;
}
