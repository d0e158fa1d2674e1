using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gobwire.Rpc.Server;
using Gobwire.Transport;
using PolyType;

namespace Gobwire.Rpc;

/// <summary>One call on its way to its method, as filters see it, and the method itself if it has a parameter of this type. It lives as long as the call.</summary>
[TypeShape(Kind = TypeShapeKind.None)] // a parameter's shape is made with all it leads to, and certificates lead far
public sealed class RpcCallContext : IRpcCaller
{
    private readonly TransportConnection _transport;
    private Dictionary<object, object?>? _items;

    internal RpcCallContext(string serviceMethod, TransportConnection transport, string peer, CancellationToken cancellationToken)
    {
        ServiceMethod = serviceMethod;
        Peer = peer;
        CancellationToken = cancellationToken;
        _transport = transport;
    }

    /// <summary>The service and method, as <c>Arith.Multiply</c>: one that there is.</summary>
    public string ServiceMethod { get; }

    /// <summary>The peer's end point; null where the transport has none.</summary>
    public EndPoint? RemoteEndPoint => _transport.RemoteEndPoint;

    /// <summary>The local end point; null where the transport has none.</summary>
    public EndPoint? LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>The peer as text, such as <c>127.0.0.1:50312</c>.</summary>
    public string Peer { get; }

    /// <summary>The certificate with which the peer has proved who it is; null where TLS was not used, or none was asked for.</summary>
    public X509Certificate2? PeerCertificate => _transport.PeerCertificate;

    /// <summary>Fires when the connection is lost. A peer that only stopped sending does not fire it: it may wait for a reply.</summary>
    public CancellationToken Aborted => _transport.Aborted;

    /// <summary>
    /// The token the method gets: it fires when the connection is lost, or <see cref="RpcServerOptions.CallTimeout"/> is over. A filter may set
    /// another that fires sooner.
    /// </summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The services of this call, where a host has set them for its filters; else null.</summary>
    public IServiceProvider? Services { get; set; }

    /// <summary>What filters and the method leave for each other.</summary>
    public IDictionary<object, object?> Items => _items ??= [];

    /// <summary>The call inside all filters.</summary>
    internal FilteredCall? Filtered { get; set; }

    RpcCallContext IRpcCaller.GetContext(CancellationToken cancellationToken) => this;
}
