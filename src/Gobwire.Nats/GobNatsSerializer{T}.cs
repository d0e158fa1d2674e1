using System.Buffers;
using NATS.Client.Core;

namespace Gobwire.Nats;

/// <summary>
/// Payloads as gobs: each is a stream of its own by a new encoder, as nats.go's <c>GOB_ENCODER</c> writes and reads them. An empty payload is the
/// default of <typeparamref name="T"/>, and null an empty payload.
/// </summary>
/// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those; or <see cref="GobValue"/>.</typeparam>
/// <param name="options">The options of gobs; null for <see cref="GobOptions.Default"/>.</param>
public sealed class GobNatsSerializer<T>(GobOptions? options = null) : INatsSerializer<T>
{
    private readonly GobOptions _options = options ?? GobOptions.Default;

    /// <summary>Encodes a payload.</summary>
    /// <param name="bufferWriter">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="GobException">The value has no form in gob; the message names the type, and what to register.</exception>
    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        if (value is null)
            return;
        try
        {
            GobSerializer.Serialize(bufferWriter, value, _options);
        }
        catch (GobException error)
        {
            throw InContext("writing", error);
        }
    }

    /// <summary>Decodes a payload.</summary>
    /// <param name="buffer">All of its bytes.</param>
    /// <exception cref="GobException">The bytes are no gob of such a value; the message names the type, and what to register.</exception>
    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.IsEmpty)
            return default;
        try
        {
            return GobSerializer.Deserialize<T>(buffer, _options);
        }
        catch (GobException error)
        {
            throw InContext("reading", error);
        }
    }

    /// <summary>Not used: a payload is a gob, or it is wrong.</summary>
    /// <param name="next">The serializer to ask next.</param>
    /// <returns>This serializer.</returns>
    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => this;

    private static GobException InContext(string doing, GobException error)
    {
        string fix = error.Kind switch
        {
            GobErrorKind.UnknownName or GobErrorKind.InvalidValue =>
                $"; concrete types of interface values are registered by GobOptions.Register, in the options of {nameof(GobNatsSerializerRegistry)}",
            GobErrorKind.UnsupportedType => "; mark the type with [GenerateShape]",
            _ => "",
        };
        string path = error.Path.Length == 0 ? "" : $"{error.Path}: ";
        return new GobException(error.Kind, $"{doing} a NATS payload as {typeof(T)}: {path}{error.Reason}{fix}", error);
    }
}
