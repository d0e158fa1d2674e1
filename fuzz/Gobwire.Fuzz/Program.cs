using Gobwire.Fuzz;
using SharpFuzz;

// fuzz TARGET: under AFL; seeds DIR GOLDEN...: writes the seeds; replay TARGET FILE...: runs inputs once, as when a finding is looked at.
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
        foreach (string file in files)
        {
            Console.WriteLine(file);
            Targets.Get(target)(File.ReadAllBytes(file));
        }

        return 0;
    default:
        Console.Error.WriteLine($"usage: fuzz TARGET | seeds DIR FILE.jsonl... | replay TARGET FILE...\ntargets: {string.Join(", ", Targets.Names)}");
        return 2;
}
