using System.Diagnostics.CodeAnalysis;

namespace Gobwire;

/// <summary>The one error of the codec: what went wrong, where in the stream, and where in the value.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Every error has a kind.")]
public sealed class GobException : Exception
{
    private readonly string _reason;
    private string _pathWithoutKeys = "";

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
    public override string Message => Text(Path, _reason);

    /// <summary>
    /// The message without any part of a value, such as a map's key or a number that is out of range: for logs, which a payload is not to get into.
    /// Names of types and fields are in it, and they are the peer's.
    /// </summary>
    public string MessageWithoutValues => Text(_pathWithoutKeys, TellsValue ?? Kind == GobErrorKind.OutOfRange ? "a value does not fit its receiver" : _reason);

    /// <summary>Whether the reason has a part of a value in it. Null for the rule: what is out of range is told.</summary>
    internal bool? TellsValue { get; init; }

    /// <summary>Puts a step in front of the path. Made to be called in an exception filter: it never catches.</summary>
    internal bool PrependPath(string step) => Prepend(step, step);

    /// <summary>Puts the step to a map's element in front of the path.</summary>
    internal bool PrependKey(string step) => Prepend(step, "[…]");

    /// <summary>Puts an index in front of the path. Made to be called in an exception filter: it never catches.</summary>
    internal bool PrependIndex(long index) => PrependPath($"[{index}]");

    private static string Joined(string step, string path) => path.Length == 0 || path[0] is '.' or '[' ? step + path : step + "." + path;

    private bool Prepend(string step, string stepWithoutKey)
    {
        // A hostile value may be thousands of levels deep; the innermost steps say enough.
        if (Path.Length < 512 && step.Length > 0)
        {
            Path = Joined(step, Path);
            _pathWithoutKeys = Joined(stepWithoutKey, _pathWithoutKeys);
        }

        return false;
    }

    private string Text(string path, string reason) => (path.Length, Offset) switch
    {
        (0, < 0) => $"gob: {reason}",
        (0, _) => $"gob: {reason} (at offset {Offset})",
        (_, < 0) => $"gob: {path}: {reason}",
        _ => $"gob: {path}: {reason} (at offset {Offset})",
    };
}
