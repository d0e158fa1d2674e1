using Gobwire.Commands;

namespace Networking;

/// <summary>The client: a line that is answered, then a struct.</summary>
internal static class Client
{
    public static async Task RunAsync(string address)
    {
        await using CommandClient client = await CommandClient.ConnectAsync(address);
        string reply = await client.AskTextAsync("STRING", "Additional data.");
        Console.WriteLine($"client: STRING was answered: {reply}");
        await client.SendAsync("GOB", new ComplexData
        {
            N = 23,
            S = "string data",
            M = new() { ["one"] = 1, ["two"] = 2, ["three"] = 3 },
            P = "abc"u8.ToArray(),
            C = new()
            {
                N = 256,
                S = "Recursive structs? Piece of cake!",
                M = new() { ["01"] = 1, ["10"] = 2, ["11"] = 3 },
            },
        });
        Console.WriteLine("client: GOB was sent");
    }
}
