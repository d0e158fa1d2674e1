using System.IO.Pipelines;
using Gobwire.Transport;

namespace Gobwire.Commands;

/// <summary>Sends commands to an endpoint, in Go or .NET, one at a time: not for several threads.</summary>
/// <remarks>For several commands in one piece, write them to <see cref="Connection"/>, flush once, and read the replies in order.</remarks>
public sealed class CommandClient : IAsyncDisposable
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);
    private const long MaxLingerBytes = 1 << 20;

    private readonly string _address;
    private readonly TimeProvider _time;

    /// <summary>Makes a client over any pipes.</summary>
    /// <param name="connection">The connection; closed with the client.</param>
    /// <param name="options">The options; null for the defaults.</param>
    public CommandClient(IDuplexPipe connection, CommandClientOptions? options = null)
        : this(Wrap(connection, options), options, address: null)
    {
    }

    private CommandClient(TransportConnection transport, CommandClientOptions? options, string? address)
    {
        options ??= new CommandClientOptions();
        transport.FlushTimeout = options.WriteTimeout;
        Connection = new CommandConnection(transport, options.Gob, options.MaxLineLength, options.ReadTimeout, options.MinDataRate);
        transport.MaxUnflushedBytes = options.MaxUnflushedBytes;
        _address = address ?? Connection.Peer;
        _time = options.TimeProvider;
    }

    /// <summary>The connection: the same reads and writes a handler has.</summary>
    public CommandConnection Connection { get; }

    /// <summary>Dials an endpoint.</summary>
    /// <param name="address"><c>localhost:61000</c>, <c>10.0.0.1:61000</c>, <c>[::1]:61000</c>, <c>unix:/run/commands.sock</c>; without a port, 61000.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The client, connected.</returns>
    /// <exception cref="CommandException">Dialing failed, as <c>dialing localhost:61000: connection refused</c>.</exception>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static async Task<CommandClient> ConnectAsync(
        string address, CommandClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CommandClientOptions();
        TransportAddress parsed = TransportAddress.Parse(address, CommandEndpointOptions.DefaultPort);
        try
        {
            TransportConnection transport =
                await TransportDialer.DialAsync(parsed, options.ToDialOptions(), cancellationToken).ConfigureAwait(false);
            return new CommandClient(transport, options, parsed.ToString());
        }
        catch (IOException error)
        {
            throw new CommandException(CommandErrorKind.Dial, error.Message, error);
        }
    }

    /// <summary>Sends a command without payload.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="cancellationToken">Gives up; the connection is then lost.</param>
    /// <exception cref="CommandException">Sending took too long, or the connection is lost.</exception>
    public async ValueTask SendAsync(string name, CancellationToken cancellationToken = default)
    {
        CallMeasure measure = Begin(name);
        Connection.WriteLine(name);
        await FlushAsync(name, measure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a command with a line of text.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="text">The text, without line feed.</param>
    /// <param name="cancellationToken">Gives up; the connection is then lost.</param>
    /// <exception cref="CommandException">Sending took too long, or the connection is lost.</exception>
    public async ValueTask SendTextAsync(string name, string text, CancellationToken cancellationToken = default)
    {
        CallMeasure measure = Begin(name);
        Connection.WriteLines(name, text);
        await FlushAsync(name, measure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a command with a gob, by a new encoder.</summary>
    /// <typeparam name="T">A type marked with <c>[GenerateShape]</c>, a basic type, or a collection of those; or <see cref="GobValue"/>.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up; the connection is then lost.</param>
    /// <exception cref="GobException">The value has no form in gob; nothing was sent.</exception>
    /// <exception cref="CommandException">Sending took too long, or the connection is lost.</exception>
    public async ValueTask SendAsync<T>(string name, T value, CancellationToken cancellationToken = default)
    {
        CallMeasure measure = Begin(name);
        Connection.WriteCommand(name, value);
        await FlushAsync(name, measure, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a command with a line of text, and reads the line that answers it.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="text">The text, without line feed.</param>
    /// <param name="cancellationToken">Gives up; a reply that comes later would be taken for the next one's: close the client then.</param>
    /// <returns>The reply, without its line feed.</returns>
    /// <exception cref="CommandException">No reply came in time, or the connection is lost.</exception>
    public async ValueTask<string> AskTextAsync(string name, string text, CancellationToken cancellationToken = default)
    {
        CallMeasure measure = Begin(name);
        Connection.WriteLines(name, text);
        try
        {
            await Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            string reply = await Connection.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            measure.End();
            return reply;
        }
        catch (CommandException error)
        {
            throw Failed(name, measure, error);
        }
        catch (Exception error)
        {
            measure.End(Telemetry.ErrorTypeOf(error));
            throw;
        }
    }

    /// <summary>Sends a command with a gob, and reads the gob that answers it.</summary>
    /// <typeparam name="TRequest">The type of what is sent.</typeparam>
    /// <typeparam name="TReply">The reply's type; <see cref="GobValue"/> for any.</typeparam>
    /// <param name="name">The command's name.</param>
    /// <param name="request">The value.</param>
    /// <param name="cancellationToken">Gives up; a reply that comes later would be taken for the next one's: close the client then.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="GobException">The value has no form in gob, and nothing was sent; or the reply is no such value.</exception>
    /// <exception cref="CommandException">No reply came in time, or the connection is lost.</exception>
    public async ValueTask<TReply> AskAsync<TRequest, TReply>(string name, TRequest request, CancellationToken cancellationToken = default)
    {
        CallMeasure measure = Begin(name);
        Connection.WriteCommand(name, request);
        try
        {
            await Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            TReply reply = await Connection.ReadGobAsync<TReply>(cancellationToken).ConfigureAwait(false);
            measure.End();
            return reply;
        }
        catch (CommandException error)
        {
            throw Failed(name, measure, error);
        }
        catch (Exception error)
        {
            measure.End(Telemetry.ErrorTypeOf(error));
            throw;
        }
    }

    /// <summary>Sends what is not flushed yet, and closes the connection; waits a little for the peer to close too.</summary>
    public ValueTask DisposeAsync() => Connection.Transport.CloseAsync(LingerTimeout, MaxLingerBytes);

    private static TransportConnection Wrap(IDuplexPipe connection, CommandClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection as TransportConnection ?? MemoryTransport.FromPipe(connection, options?.TimeProvider);
    }

    private async ValueTask FlushAsync(string name, CallMeasure measure, CancellationToken cancellationToken)
    {
        try
        {
            await Connection.FlushAsync(cancellationToken).ConfigureAwait(false);
            measure.End();
        }
        catch (CommandException error)
        {
            throw Failed(name, measure, error);
        }
        catch (Exception error)
        {
            measure.End(Telemetry.ErrorTypeOf(error));
            throw;
        }
    }

    /// <summary>Begins to measure a command, where anybody listens. What cannot be written was none.</summary>
    private CallMeasure Begin(string name) => Telemetry.Commands.IsClientObserved
        ? Telemetry.Commands.BeginCalling(name, Connection.RemoteEndPoint, _time)
        : default;

    private CommandException Failed(string name, CallMeasure measure, CommandException error)
    {
        measure.End(Telemetry.ErrorTypeOf(error));
        // A flush that has not even begun leaves what was written.
        return new(error.Kind, $"{name} to {_address}: {error.Message}", error) { MayHaveBeenHandled = Connection.Output.UnflushedBytes == 0 };
    }
}
