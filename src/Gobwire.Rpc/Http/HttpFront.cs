using System.Text;
using Gobwire.Commands;
using Gobwire.Rpc.Server;
using Gobwire.Transport;
using Microsoft.Extensions.Logging;

namespace Gobwire.Rpc.Http;

/// <summary>
/// What stands before net/rpc inside HTTP: one request, strictly bounded. CONNECT leads on to the protocol, GET gets the debug page,
/// all else an error in Go's words.
/// </summary>
internal sealed class HttpFront(string rpcPath, string debugPath, ServiceTable table, RpcServerOptions options, ILogger logger)
{
    private const long MaxLingerBytes = 64 << 10;

    /// <summary>Reads the request and answers it. True if it leads on to the protocol; else the connection is closed.</summary>
    public async Task<bool> TryConnectAsync(TransportConnection transport, ConnectionMeasure? measure, CancellationToken stopping)
    {
        using CancellationTokenRegistration stop = stopping.UnsafeRegister(
            static connection => ((TransportConnection)connection!).Input.CancelPendingRead(), transport);
        transport.FlushTimeout = options.WriteTimeout;
        transport.MinFlushRate = options.MinWriteRate;
        string peer = transport.ToString();
        string? errorType = null;
        try
        {
            transport.BeginRead(options.HttpTimeout);
            string[] head = await HttpHead.ReadAsync(transport.Input, CancellationToken.None).ConfigureAwait(false);
            if (await AnswerAsync(transport, head, peer).ConfigureAwait(false))
                return true;
        }
        catch (InvalidDataException error)
        {
            errorType = ErrorTypes.BadRequest;
            Log.BadRequest(logger, peer, error.Message);
            await RefuseAsync(transport).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!transport.IsAborted)
        {
            errorType = ErrorTypes.Timeout;
            Log.TimedOut(logger, peer);
        }
        catch (OperationCanceledException)
        {
            Log.Stopped(logger, peer);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            errorType = ErrorTypes.ConnectionLost;
            Log.ConnectionLost(logger, peer, error.InnerException?.Message ?? error.Message);
        }

        measure?.ErrorType = errorType;
        await transport.CloseAsync(options.LingerTimeout, MaxLingerBytes).ConfigureAwait(false);
        return false;
    }

    private async Task<bool> AnswerAsync(TransportConnection transport, string[] head, string peer)
    {
        string[] request = head[0].Split(' ');
        if (request is not [var method, var target, "HTTP/1.0" or "HTTP/1.1"] || method.Length == 0 || target.Length == 0)
            throw new InvalidDataException("the HTTP request is malformed");
        string path = target.Split('?', 2)[0];
        if (path == rpcPath && method == "CONNECT")
        {
            Log.HttpAnswered(logger, peer, HttpConnect.Connected, LogText.Of(head[0]));
            await WriteAsync(transport, $"HTTP/1.0 {HttpConnect.Connected}\n\n").ConfigureAwait(false);
            return true;
        }

        (string status, string type, string body) = (path, method) switch
        {
            _ when path == rpcPath => ("405 Method Not Allowed", "text/plain; charset=utf-8", "405 must CONNECT\n"),
            (_, "GET" or "HEAD") when path == debugPath => ("200 OK", "text/html; charset=utf-8", DebugPage.Render(table.Sorted)),
            _ when path == debugPath => ("405 Method Not Allowed", "text/plain; charset=utf-8", "405 must GET\n"),
            _ => ("404 Not Found", "text/plain; charset=utf-8", "404 page not found\n"),
        };
        Log.HttpAnswered(logger, peer, status, LogText.Of(head[0]));
        await WriteAsync(transport, status, type, body, hasBody: method != "HEAD").ConfigureAwait(false);
        return false;
    }

    private static async ValueTask RefuseAsync(TransportConnection transport)
    {
        try
        {
            await WriteAsync(transport, "400 Bad Request", "text/plain; charset=utf-8", "400 Bad Request", hasBody: true).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            // It is gone already.
        }
    }

    private static ValueTask WriteAsync(TransportConnection transport, string status, string type, string body, bool hasBody)
    {
        string head = $"HTTP/1.0 {status}\r\nContent-Type: {type}\r\nX-Content-Type-Options: nosniff\r\n" +
            $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n";
        return WriteAsync(transport, hasBody ? head + body : head);
    }

    private static async ValueTask WriteAsync(TransportConnection transport, string text)
    {
        int count = Encoding.UTF8.GetBytes(text, transport.Output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        transport.Output.Advance(count);
        await transport.Output.FlushAsync().ConfigureAwait(false);
    }
}
