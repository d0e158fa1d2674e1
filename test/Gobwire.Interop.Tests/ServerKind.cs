namespace Gobwire.Interop.Tests;

/// <summary>What serves: the library in the tests' process, or the gobwire program in its own.</summary>
public enum ServerKind
{
    Library,
    Program,
}
