using System.IO.Pipelines;

namespace Gobwire.Transport;

/// <summary>Two pipes as one.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
