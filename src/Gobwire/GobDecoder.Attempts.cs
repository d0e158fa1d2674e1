using System.Buffers;
using Gobwire.Codecs;
using Gobwire.Wire;

namespace Gobwire;

public sealed partial class GobDecoder
{
    private bool TryDecode<T>(Codec<T> codec, T initial, out T value)
    {
        ThrowIfBroken();
        if (_input is MemoryInput && _input.Buffered.IsSingleSegment)
        {
            value = initial;
            return Attempt(codec, _input.Buffered, isFinal: true, ref value) == Outcome.Value;
        }

        // Nothing is awaited: the task is complete when it comes back.
        ValueTask<GobDecodeResult<T>> decoding = TryDecodeAsync(codec, initial, isAsync: false, CancellationToken.None);
        GobDecodeResult<T> result = decoding.IsCompleted ? decoding.Result : decoding.AsTask().GetAwaiter().GetResult();
        value = result.Value!;
        return result.HasValue;
    }

    private ValueTask<GobDecodeResult<T>> TryDecodeAsync<T>(Codec<T> codec, T initial, bool isAsync, CancellationToken cancellationToken) =>
        _skipsFirst ? SkipAndTakeAsync(codec, initial, isAsync, cancellationToken) : TakeAsync(codec, initial, isAsync, cancellationToken);

    private async ValueTask<GobDecodeResult<T>> SkipAndTakeAsync<T>(Codec<T> codec, T initial, bool isAsync, CancellationToken cancellationToken)
    {
        await TakeAsync(SkipCodec.Instance, default, isAsync, cancellationToken).ConfigureAwait(false);
        _skipsFirst = false;
        return await TakeAsync(codec, initial, isAsync, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<GobDecodeResult<T>> TakeAsync<T>(Codec<T> codec, T initial, bool isAsync, CancellationToken cancellationToken)
    {
        ThrowIfBroken();
        long scanned = 0;
        bool isScanned = false;
        EarlyDefinitions? early = null;
        SplitValue? split = null;
        try
        {
            while (true)
            {
                bool isFinal = false;
                FrameStatus status = FrameStatus.Complete;
                while (!isScanned && (status = Scan(ref scanned, out long needed)) == FrameStatus.Incomplete && !isFinal)
                {
                    // What is wrong with a definition must not wait for the value: that may never come.
                    if (_input.IsCompleted || (scanned > 0 && split is null && !(early ??= new(_options, _types, Offset)).TryReadTo(scanned, _input.Buffered)))
                        isFinal = true;
                    else if (isAsync)
                        await _input.FillAsync(needed, cancellationToken).ConfigureAwait(false);
                    else
                        _input.Fill(needed);
                }

                // Malformed frames and definitions are left to the attempt, which says what is wrong with them.
                isFinal |= status == FrameStatus.Malformed;
                ReadOnlySequence<byte> buffered = _input.Buffered;
                ReadOnlySequence<byte> whole = isFinal || buffered.IsSingleSegment ? buffered : buffered.Slice(0, scanned);
                if (isFinal || split is null || split.GoOn(whole))
                {
                    T value = initial;
                    Outcome outcome = Attempt(codec, whole, isFinal, ref value, isWhole: split is not null);
                    if (outcome != Outcome.MoreInputNeeded)
                        return outcome == Outcome.Value ? new GobDecodeResult<T>(value) : default;
                    if (split?.Error is { } error)
                        throw _broken = error;
                    split ??= new SplitValue(_options, _types, Offset);
                }

                isScanned = ScanAllAtHand(ref scanned);
            }
        }
        finally
        {
            _input.Consume(0);
        }
    }

    private FrameStatus Scan(ref long scanned, out long needed)
    {
        (FrameStatus status, needed) = MessageFrame.FindValueEnd(_input.Buffered, ref scanned, _options);
        return status;
    }

    /// <summary>Goes over all that is at hand, for a value that is split. True if there are messages the last attempt was not given.</summary>
    private bool ScanAllAtHand(ref long scanned)
    {
        bool found = false;
        while (Scan(ref scanned, out _) == FrameStatus.Complete)
            found = true;
        return found && !_input.Buffered.IsSingleSegment;
    }

    private Outcome Attempt<T>(Codec<T> codec, ReadOnlySequence<byte> input, bool isFinal, ref T value, bool isWhole = false)
    {
        if (input.IsSingleSegment)
            return Attempt(codec, input.FirstSpan, isFinal, ref value, isWhole);
        byte[] copy = ArrayPool<byte>.Shared.Rent(checked((int)input.Length));
        try
        {
            input.CopyTo(copy);
            return Attempt(codec, copy.AsSpan(0, (int)input.Length), isFinal, ref value, isWhole);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private Outcome Attempt<T>(Codec<T> codec, ReadOnlySpan<byte> input, bool isFinal, ref T value, bool isWhole)
    {
        var reader = new GobReader(input, _options, _types, Offset, isFinal) { ExpectsSplit = _expectsSplit, IsWhole = isWhole };
        try
        {
            bool found = ValueReader.TryRead(ref reader, codec, ref value);
            Inspect(value, input, isFinal);
            if (found)
                Copy(value, input[..reader.Consumed]);
            Advance(ref reader, reader.Consumed);
            return found ? Outcome.Value : Outcome.EndOfStream;
        }
        catch (MoreInputNeeded)
        {
            _expectsSplit = true;
            return Outcome.MoreInputNeeded;
        }
        catch (GobException error)
        {
            Inspect(value, input, isFinal);

            if (!IsMisfit(error) || !SkipsMisfit(input, isFinal))
                _broken = error;
            throw;
        }
    }

    /// <summary>Whether the value is whole, and only does not fit its receiver: the stream can go on behind it.</summary>
    private static bool IsMisfit(GobException error) =>
        error.Kind is GobErrorKind.TypeMismatch or GobErrorKind.OutOfRange or GobErrorKind.UnknownName or GobErrorKind.UnsupportedType;

    /// <summary>Skips a value that did not fit, by what the wire says of it: it may take several messages.</summary>
    private bool SkipsMisfit(ReadOnlySpan<byte> input, bool isFinal)
    {
        var reader = new GobReader(input, _options, _types, Offset, isFinal);
        SkipCodec.Nothing nothing = default;
        try
        {
            ValueReader.TryRead(ref reader, SkipCodec.Instance, ref nothing);
            Advance(ref reader, reader.Consumed);
            return true;
        }
        catch (MoreInputNeeded)
        {
            // The rest is skipped when the next value is asked for.
            _skipsFirst = true;
            return true;
        }
        catch (GobException)
        {
            return false;
        }
    }

    private void Advance(ref GobReader reader, int count)
    {
        _types = reader.Types;
        Offset += count;
        _input.Consume(count);
    }

    private void ThrowIfBroken()
    {
        if (_broken is not null)
            throw new GobException(_broken.Kind, $"the stream was lost before: {_broken.Reason}", _broken) { Offset = _broken.Offset };
    }

    private enum Outcome
    {
        Value,
        EndOfStream,
        MoreInputNeeded,
    }
}
