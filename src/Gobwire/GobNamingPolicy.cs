using Gobwire.Codecs;

namespace Gobwire;

/// <summary>A rule that makes the names of Go's struct fields of .NET's member names.</summary>
public abstract class GobNamingPolicy
{
    /// <summary>Makes names that Go exports: <c>userName</c> and <c>_userName</c> become <c>UserName</c>.</summary>
    public static GobNamingPolicy Exported { get; } = new ExportedNaming(initialisms: false);

    /// <summary>The same, with initialisms in capitals as is Go's custom: <c>UserId</c> becomes <c>UserID</c>, <c>httpUrl</c> <c>HTTPURL</c>.</summary>
    public static GobNamingPolicy ExportedInitialisms { get; } = new ExportedNaming(initialisms: true);

    /// <summary>The Go field's name for a member's.</summary>
    /// <param name="memberName">The name of a property, a field or a constructor's parameter.</param>
    public abstract string Convert(string memberName);
}
