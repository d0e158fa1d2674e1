using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gobwire.Testing;

/// <summary>A socket that vanishes as a machine does that loses its power: it answers nothing any more, and no end and no reset comes of it.</summary>
internal static class VanishingSocket
{
    // Linux: asm/socket.h, linux/filter.h, linux/tcp.h.
    private const int SocketLevel = 1, AttachFilter = 26, ReturnConstant = 6, TcpLevel = 6, TcpInformation = 11, UnackedOffset = 24;

    /// <summary>Skips the test where the kernel cannot drop what comes to a socket.</summary>
    public static void SkipUnlessPossible() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "only Linux drops all that comes to a socket");

    /// <summary>Lets nothing through to the socket any more, not even to the kernel behind it, once all that it sent has arrived.</summary>
    public static async Task VanishAsync(this Socket socket)
    {
        await Until.TrueAsync(() => Unacknowledged(socket) == 0, "all that was sent has arrived");
        // A filter of one instruction, which takes no byte of any packet.
        IntPtr instruction = Marshal.AllocHGlobal(8);
        try
        {
            Marshal.WriteInt64(instruction, ReturnConstant);
            byte[] filter = new byte[16];
            BinaryPrimitives.WriteInt16LittleEndian(filter, 1);
            BinaryPrimitives.WriteInt64LittleEndian(filter.AsSpan(8), instruction);
            socket.SetRawSocketOption(SocketLevel, AttachFilter, filter);
        }
        finally
        {
            Marshal.FreeHGlobal(instruction);
        }
    }

    private static int Unacknowledged(Socket socket)
    {
        Span<byte> information = stackalloc byte[UnackedOffset + sizeof(int)];
        socket.GetRawSocketOption(TcpLevel, TcpInformation, information);
        return BinaryPrimitives.ReadInt32LittleEndian(information[UnackedOffset..]);
    }
}
