namespace Gobwire.Codecs;

/// <summary>What a constructed object is merged of: the one that was there, and the arguments of the one that takes its place.</summary>
internal struct MergeTarget<T, TArguments>(T existing, TArguments arguments)
{
    public T Existing = existing;

    public TArguments Arguments = arguments;
}
