namespace Gobwire.Hosting;

/// <summary>What the host starts and stops, whichever protocol it speaks.</summary>
internal interface IHostedServer
{
    HostedListeners Listeners { get; }

    /// <summary>The option to give an address to.</summary>
    string ListenKey { get; }

    Task StartAsync();
}
