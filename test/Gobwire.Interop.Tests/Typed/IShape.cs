using PolyType;

namespace Gobwire.Interop.Tests.Typed;

/// <summary>Shape in Go.</summary>
[DerivedTypeShape(typeof(Square), Name = "main.Square")]
[DerivedTypeShape(typeof(Circle), Name = "*main.Circle")]
public interface IShape;
