using System.Diagnostics.CodeAnalysis;

namespace Gobwire;

/// <summary>The one error of the codec: what went wrong, where in the stream, and where in the value.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Every error has a kind.")]
public sealed class GobException : Exception
{
    private readonly string _reason;

    /// <summary>Makes an error of a kind with its reason.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="reason">The reason, in one sentence without position or path.</param>
    /// <param name="innerException">The error underneath, if any.</param>
    public GobException(GobErrorKind kind, string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
        Kind = kind;
        _reason = reason;
    }

    /// <summary>What went wrong.</summary>
    public GobErrorKind Kind { get; }

    /// <summary>Offset in bytes from the beginning of the stream at which the error was found; -1 where there is none, as when encoding.</summary>
    public long Offset { get; internal set; } = -1;

    /// <summary>Path in the value, such as <c>complexData.C.M["one"]</c>; empty where the value as a whole is meant.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The type on the wire, where it differs from the local one.</summary>
    public string? WireType { get; internal init; }

    /// <summary>The local type, where it differs from the one on the wire.</summary>
    public string? LocalType { get; internal init; }

    /// <summary>The reason alone, without path and offset.</summary>
    public string Reason => _reason;

    /// <inheritdoc/>
    public override string Message => (Path.Length, Offset) switch
    {
        (0, < 0) => $"gob: {_reason}",
        (0, _) => $"gob: {_reason} (at offset {Offset})",
        (_, < 0) => $"gob: {Path}: {_reason}",
        _ => $"gob: {Path}: {_reason} (at offset {Offset})",
    };

    /// <summary>Puts a step in front of the path. Made to be called in an exception filter: it never catches.</summary>
    internal bool PrependPath(string step)
    {
        // A hostile value may be thousands of levels deep; the innermost steps say enough.
        if (Path.Length < 512 && step.Length > 0)
            Path = Path.Length == 0 || Path[0] is '.' or '[' ? step + Path : step + "." + Path;
        return false;
    }

    /// <summary>Puts an index in front of the path. Made to be called in an exception filter: it never catches.</summary>
    internal bool PrependIndex(long index) => PrependPath($"[{index}]");
}
