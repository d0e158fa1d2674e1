using Gobwire.Transport.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests' own entry point: one of them needs a process whose descriptors run out.
if (args is [AcceptingProcess.Argument])
    return await AcceptingProcess.RunAsync();
return args.Any(a => a is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
