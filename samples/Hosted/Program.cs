using Gobwire.Hosting;
using Hosted;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A command endpoint and a server of net/rpc on one host; appsettings.json says where they listen.
HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<PriceList>().AddSingleton<CallLog>();
builder.Services.AddCommandEndpoint(endpoint => endpoint
    .Configure(builder.Configuration.GetSection("Gobwire:Endpoints:main"))
    .MapHandler<PriceHandler>("PRICE")
    .AddFilter<AuditFilter>()
    .AddHealthCheck());
builder.Services.AddRpcServer(rpc => rpc
    .Configure(builder.Configuration.GetSection("Gobwire:Rpc:main"))
    .AddService<ArithService>("Arith"));
await builder.Build().RunAsync();
