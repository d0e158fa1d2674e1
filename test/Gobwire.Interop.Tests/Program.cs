using Gobwire.Interop.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own entry point: one of them restarts a process whose replies are longer than gobwire's.
if (args is [LongReplies.Argument, var listen])
    return await LongReplies.RunAsync(listen);
return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
