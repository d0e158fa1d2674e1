namespace Gobwire.Commands.Tests;

/// <summary>What a connection to an endpoint goes over.</summary>
public enum TransportKind
{
    Memory,
    Tcp,
    Unix,
    Tls,
}
