using System.Text.Json;

namespace Gobwire.Rpc;

public sealed partial class RpcClient
{
    /// <summary>Calls a method without local types. Gob only.</summary>
    /// <param name="serviceMethod">The service and method, as <c>Arith.Multiply</c>.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="cancellationToken">Gives up this call.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="RpcServerException">The server answered with an error.</exception>
    /// <exception cref="RpcException">No reply came in time, or the connection is lost.</exception>
    public Task<GobValue> CallAsync(string serviceMethod, GobValue args, CancellationToken cancellationToken = default) =>
        CallAsync<GobValue, GobValue>(serviceMethod, args, cancellationToken);

    /// <summary>Calls a method with text: Gob JSON, or over JSON-RPC JSON as it is.</summary>
    /// <param name="serviceMethod">The service and method, as <c>Arith.Multiply</c>.</param>
    /// <param name="json">
    /// The arguments, as <c>{"A":7,"B":8}</c>. Over gob their types are inferred, as <see cref="GobValue.ParseJson(string)"/> says: where the server
    /// wants another, such as a uint, make a <see cref="GobValue"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up this call.</param>
    /// <returns>The reply, as one line.</returns>
    /// <exception cref="RpcServerException">The server answered with an error.</exception>
    /// <exception cref="RpcException">No reply came in time, or the connection is lost.</exception>
    /// <exception cref="GobException">The text is no JSON, or no type fits it.</exception>
    /// <exception cref="JsonException">Over JSON-RPC: the text is no JSON.</exception>
    public async Task<string> CallJsonAsync(string serviceMethod, string json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (_options.Protocol == RpcProtocol.JsonRpc)
        {
            using var parsed = JsonDocument.Parse(json);
            JsonElement answer =
                await CallAsync<JsonElement, JsonElement>(serviceMethod, parsed.RootElement, cancellationToken).ConfigureAwait(false);
            return answer.GetRawText();
        }

        GobValue reply = await CallAsync(serviceMethod, GobValue.ParseJson(json), cancellationToken).ConfigureAwait(false);
        return reply.ToJson();
    }
}
