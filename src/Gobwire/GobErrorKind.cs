namespace Gobwire;

/// <summary>What went wrong while encoding or decoding a gob.</summary>
public enum GobErrorKind
{
    /// <summary>The bytes are not a gob: a number, a length, a definition or a value that Go's encoder cannot have written.</summary>
    Malformed,

    /// <summary>The input ends in the middle of a message or of a value (Go's <c>io.ErrUnexpectedEOF</c>).</summary>
    Truncated,

    /// <summary>The input ended cleanly before the value that was asked for (Go's <c>io.EOF</c>).</summary>
    EndOfStream,

    /// <summary>The type on the wire cannot be decoded into the local type by Go's compatibility rules.</summary>
    TypeMismatch,

    /// <summary>A number does not fit its receiver, or a value has no form in its receiver (Go's <c>value for … out of range</c>).</summary>
    OutOfRange,

    /// <summary>A limit of <see cref="GobOptions"/> was reached.</summary>
    LimitExceeded,

    /// <summary>An interface value names a concrete type that is not registered for its receiver.</summary>
    UnknownName,

    /// <summary>The value cannot be encoded: a null where gob has none, an unregistered concrete type, text that is not Unicode.</summary>
    InvalidValue,

    /// <summary>The local type has no shape or no form in gob.</summary>
    UnsupportedType,
}
