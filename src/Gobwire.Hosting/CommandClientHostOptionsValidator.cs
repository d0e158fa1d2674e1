using Microsoft.Extensions.Options;

namespace Gobwire.Hosting;

/// <summary>Checks a pool's options when the host starts, and says what is wrong by the keys of the configuration.</summary>
internal sealed class CommandClientHostOptionsValidator(CommandClientRegistration registration) : IValidateOptions<CommandClientHostOptions>
{
    public ValidateOptionsResult Validate(string? name, CommandClientHostOptions options)
    {
        if (name != registration.Name)
            return ValidateOptionsResult.Skip;
        var problems = new OptionProblems(registration.KeyPrefix);
        options.Check(problems);
        return problems.All.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.All);
    }
}
