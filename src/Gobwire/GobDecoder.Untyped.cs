using System.Buffers;
using Gobwire.Inspection;
using Gobwire.Json;
using Gobwire.Wire;

namespace Gobwire;

public sealed partial class GobDecoder
{
    /// <summary>Writes the next value as one line of Gob JSON, without its line feed and without building the value.</summary>
    /// <remarks>
    /// The value is gone over twice: checked, then printed. Beside its messages it costs what the output keeps, which may pass the text on as it
    /// comes.
    /// </remarks>
    /// <param name="output">Where the text goes, as UTF-8; nothing is written unless the value is whole.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryDecodeJson(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return TryDecode(JsonCodec.Instance, output, out _);
    }

    /// <inheritdoc cref="TryDecodeJson(IBufferWriter{byte})"/>
    /// <param name="output">Where the text goes.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TryDecodeJsonAsync(IBufferWriter<byte> output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return (await TryDecodeAsync(JsonCodec.Instance, output, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue;
    }

    /// <summary>Writes the next value as one line of Gob JSON, or the beginning of it, as for a log: what a stranger sends may be long to print.</summary>
    /// <remarks>The value is checked to its end, and consumed, however little of it is wanted.</remarks>
    /// <param name="output">Where the text goes, as UTF-8; nothing is written unless the value is whole.</param>
    /// <param name="maxLength">How many bytes of text are wanted at most; where there are more, whole characters up to there, and <c>…</c>.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryDecodeJson(IBufferWriter<byte> output, int maxLength)
    {
        BoundedText text = CreateText(output, maxLength);
        if (!TryDecode(JsonCodec.Instance, text, out _))
            return false;
        text.CopyTo(output);
        return true;
    }

    /// <inheritdoc cref="TryDecodeJson(IBufferWriter{byte}, int)"/>
    /// <param name="output">Where the text goes.</param>
    /// <param name="maxLength">How many bytes of text are wanted at most.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TryDecodeJsonAsync(IBufferWriter<byte> output, int maxLength, CancellationToken cancellationToken = default)
    {
        BoundedText text = CreateText(output, maxLength);
        if (!(await TryDecodeAsync(JsonCodec.Instance, text, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue)
            return false;
        text.CopyTo(output);
        return true;
    }

    /// <summary>Goes over the next value and says what each byte means, that of the definitions before it too.</summary>
    /// <param name="sink">Is handed the parts in order, without a gap; where the bytes are no gob, up to there, and the rest as one part.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TryInspect(Action<GobPart> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return TryDecode(InspectCodec.Instance, sink, out _);
    }

    /// <inheritdoc cref="TryInspect"/>
    /// <param name="sink">Is handed the parts.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TryInspectAsync(Action<GobPart> sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return (await TryDecodeAsync(InspectCodec.Instance, sink, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue;
    }

    /// <summary>
    /// Skips the next value, checking it as if it were read, and takes note of what it tells of its types. No value is built: what a stream costs is its largest message.
    /// </summary>
    /// <param name="survey">Is added to, once the value is known to be whole.</param>
    /// <returns>Whether there was a value; false at a clean end.</returns>
    /// <exception cref="GobException">The bytes are no gob.</exception>
    /// <exception cref="InvalidOperationException">The input is a pipe.</exception>
    public bool TrySurvey(GobTypeSurvey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        return TryDecode(SurveyCodec.Instance, survey, out _);
    }

    /// <inheritdoc cref="TrySurvey"/>
    /// <param name="survey">Is added to.</param>
    /// <param name="cancellationToken">Gives up waiting for input.</param>
    public async ValueTask<bool> TrySurveyAsync(GobTypeSurvey survey, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(survey);
        return (await TryDecodeAsync(SurveyCodec.Instance, survey, isAsync: true, cancellationToken).ConfigureAwait(false)).HasValue;
    }

    /// <summary>The types the stream has defined so far, in order, be they types of values or not.</summary>
    /// <exception cref="GobException">One of them is made of a type that is not defined.</exception>
    public IReadOnlyList<GobType> GetDefinedTypes() => _types.ResolveAll();

    private static BoundedText CreateText(IBufferWriter<byte> output, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        return new BoundedText(maxLength);
    }

    /// <summary>Says what the bytes of an attempt mean, if that is what was asked for.</summary>
    private void Inspect<T>(T value, ReadOnlySpan<byte> input, bool isFinal)
    {
        if (value is Action<GobPart> sink)
            PartReader.Walk(new GobReader(input, _options, _types, Offset, isFinal), sink);
    }
}
