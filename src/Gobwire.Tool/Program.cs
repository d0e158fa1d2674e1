using Gobwire.Tool;

return await ProgramCommand.Create().Parse(args).InvokeAsync();
