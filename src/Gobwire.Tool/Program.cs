using System.CommandLine;
using Gobwire.Tool;

// A server takes the time its commands need to end: the commands handle their signals themselves.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await ProgramCommand.Create().Parse(args).InvokeAsync(configuration);
