using PolyType;

namespace Gobwire.Commands.Tests;

/// <summary>A struct that commands carry.</summary>
[GenerateShape]
[GobType(Name = "Point")]
internal sealed partial record Point(long X, long Y);

/// <summary>Another, with nothing in common with a point.</summary>
[GenerateShape]
[GobType(Name = "Person")]
internal sealed partial record Person(string Name);

/// <summary>A struct whose name on the wire is made to spoil a log.</summary>
[GenerateShape]
[GobType(Name = "Evil\n\u001b[2Jforged line")]
internal sealed partial record Evil(string Z);
