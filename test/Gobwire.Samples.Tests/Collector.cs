using System.Collections.Concurrent;
using System.Text;
using Gobwire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gobwire.Samples.Tests;

/// <summary>A collector of OTLP over HTTP, which keeps what it is sent. Names stand in protobuf as they are.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, string Body)> _posts = new();

    private Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _posts.Enqueue(((string)context.Request.RouteValues["signal"]!, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    public string Url => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync(Until.Deadline);
        return collector;
    }

    /// <summary>Waits until a signal has come that holds some text.</summary>
    public Task WaitForAsync(string signal, string text) => Until.TrueAsync(
        () => _posts.Any(post => post.Signal == signal && post.Body.Contains(text, StringComparison.Ordinal)), $"{signal} had {text}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
