using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Tool;

/// <summary>Whoever read the output has gone, as <c>head</c> does: there is nothing left to do, and nothing is wrong.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Never leaves the program.")]
internal sealed class OutputClosedException(IOException inner) : Exception("The output is closed.", inner);
