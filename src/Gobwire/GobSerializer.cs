using System.Buffers;
using Gobwire.Codecs;
using Gobwire.Wire;
using PolyType;

namespace Gobwire;

/// <summary>One value, one gob: each call is a new encoder or decoder, so that the bytes stand by themselves.</summary>
public static class GobSerializer
{
    /// <summary>Encodes a value with its type's definitions.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    /// <returns>The gob.</returns>
    /// <exception cref="GobException">The value has no form in gob, or its type no shape.</exception>
    public static byte[] Serialize<T>(T value, GobOptions? options = null) =>
        ToArray(value, (options ?? GobOptions.Default).Context.Get<T>(), options ?? GobOptions.Default);

    /// <inheritdoc cref="Serialize{T}(T, GobOptions?)"/>
    /// <param name="value">The value.</param>
    /// <param name="shape">The type's shape.</param>
    /// <param name="options">The options.</param>
    public static byte[] Serialize<T>(T value, ITypeShape<T> shape, GobOptions? options = null) =>
        ToArray(value, (options ?? GobOptions.Default).Context.Get(shape), options ?? GobOptions.Default);

    /// <inheritdoc cref="Serialize{T}(T, GobOptions?)"/>
    /// <param name="output">Where the gob goes; nothing is written if the value cannot be encoded.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The options.</param>
    public static void Serialize<T>(IBufferWriter<byte> output, T value, GobOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        options ??= GobOptions.Default;
        Codec<T> codec = options.Context.Get<T>();
        GobWriter writer = GobWriter.Rent(options, options.Context.SentTypes);
        try
        {
            codec.WriteMessage(writer, value);
            output.Write(writer.Written);
        }
        finally
        {
            writer.Return();
        }
    }

    /// <inheritdoc cref="Serialize{T}(IBufferWriter{byte}, T, GobOptions?)"/>
    public static void Serialize<T>(Stream output, T value, GobOptions? options = null) => new GobEncoder(output, options).Encode(value);

    /// <summary>Decodes a gob that holds one value.</summary>
    /// <typeparam name="T">The type to decode into; <see cref="GobValue"/> for any gob.</typeparam>
    /// <param name="gob">The gob's bytes, all of them.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="GobException">The bytes are no gob of such a value, or hold more than one.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> gob, GobOptions? options = null) =>
        FromSpan(gob, (options ?? GobOptions.Default).Context.Get<T>(), default!, options ?? GobOptions.Default);

    /// <inheritdoc cref="Deserialize{T}(ReadOnlySpan{byte}, GobOptions?)"/>
    /// <param name="gob">The gob's bytes, all of them.</param>
    /// <param name="shape">The type's shape.</param>
    /// <param name="options">The options.</param>
    public static T Deserialize<T>(ReadOnlySpan<byte> gob, ITypeShape<T> shape, GobOptions? options = null) =>
        FromSpan(gob, (options ?? GobOptions.Default).Context.Get(shape), default!, options ?? GobOptions.Default);

    /// <inheritdoc cref="Deserialize{T}(ReadOnlySpan{byte}, GobOptions?)"/>
    public static T Deserialize<T>(ReadOnlyMemory<byte> gob, GobOptions? options = null) => Deserialize<T>(gob.Span, options);

    /// <inheritdoc cref="Deserialize{T}(ReadOnlySpan{byte}, GobOptions?)"/>
    public static T Deserialize<T>(byte[] gob, GobOptions? options = null) => Deserialize<T>(gob.AsSpan(), options);

    /// <inheritdoc cref="Deserialize{T}(ReadOnlySpan{byte}, GobOptions?)"/>
    public static T Deserialize<T>(in ReadOnlySequence<byte> gob, GobOptions? options = null)
    {
        if (gob.IsSingleSegment)
            return Deserialize<T>(gob.FirstSpan, options);
        byte[] copy = ArrayPool<byte>.Shared.Rent(checked((int)gob.Length));
        try
        {
            gob.CopyTo(copy);
            return Deserialize<T>(copy.AsSpan(0, (int)gob.Length), options);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    /// <summary>Decodes a gob that holds one value into an existing one, by the rules of <see cref="GobDecoder.TryDecodeInto{T}(ref T)"/>.</summary>
    /// <typeparam name="T">The type to decode into.</typeparam>
    /// <param name="gob">The gob's bytes, all of them.</param>
    /// <param name="value">The value; null makes a new one. If an error is thrown, part of it may have been decoded into.</param>
    /// <param name="options">The options; null for <see cref="GobOptions.Default"/>.</param>
    /// <exception cref="GobException">The bytes are no gob of such a value, or hold more than one.</exception>
    public static void DeserializeInto<T>(ReadOnlySpan<byte> gob, ref T value, GobOptions? options = null)
    {
        options ??= GobOptions.Default;
        value = FromSpan(gob, options.Context.GetMerging(options.Context.Get<T>()), value, options);
    }

    /// <inheritdoc cref="DeserializeInto{T}(ReadOnlySpan{byte}, ref T, GobOptions?)"/>
    /// <param name="gob">The gob's bytes, all of them.</param>
    /// <param name="shape">The type's shape.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The options.</param>
    public static void DeserializeInto<T>(ReadOnlySpan<byte> gob, ITypeShape<T> shape, ref T value, GobOptions? options = null)
    {
        options ??= GobOptions.Default;
        value = FromSpan(gob, options.Context.GetMerging(options.Context.Get(shape)), value, options);
    }

    private static byte[] ToArray<T>(T value, Codec<T> codec, GobOptions options)
    {
        GobWriter writer = GobWriter.Rent(options, options.Context.SentTypes);
        try
        {
            codec.WriteMessage(writer, value);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Return();
        }
    }

    private static T FromSpan<T>(ReadOnlySpan<byte> gob, Codec<T> codec, T value, GobOptions options)
    {
        var reader = new GobReader(gob, options, options.Context.ReceivedTypes.Root);
        if (!ValueReader.TryRead(ref reader, codec, ref value))
            throw reader.At(new GobException(GobErrorKind.EndOfStream, "the input holds no value"));
        if (reader.Consumed != gob.Length)
            throw reader.Malformed("bytes follow the value; several values are read with GobDecoder");
        return value;
    }
}
