using System.Diagnostics.CodeAnalysis;

namespace Gobwire.Wire;

/// <summary>The value goes on in a message that is not at hand yet: the decoder gets it and begins the value again.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Never leaves the decoder.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves the decoder.")]
internal sealed class MoreInputNeeded : Exception;
