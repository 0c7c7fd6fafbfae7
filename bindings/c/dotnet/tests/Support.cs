using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DinhDanh;

internal static class Support
{
    internal static string Folder;

    internal static void Check(bool holds, string what)
    {
        if (holds) return;
        Console.Error.WriteLine("not so: " + what);
        Console.Error.WriteLine(Environment.StackTrace);
        Environment.Exit(1);
    }

    internal static byte[] Contents(string name)
    {
        return File.ReadAllBytes(Path.Combine(Folder, name));
    }

    internal static string Text(string name)
    {
        return Encoding.UTF8.GetString(Contents(name));
    }
}

/// <summary>A card as the card server lends it: one connection, one card.</summary>
internal sealed class SocketCard : ICardTransport, IDisposable
{
    private readonly TcpClient client = new TcpClient();
    private readonly NetworkStream stream;

    internal SocketCard()
    {
        client.NoDelay = true;
        client.Connect(IPAddress.Loopback, int.Parse(Support.Text("port.txt")));
        stream = client.GetStream();
    }

    public byte[] Transceive(byte[] command)
    {
        var message = new byte[command.Length + 4];
        for (int i = 0; i < 4; i++) message[i] = (byte)(command.Length >> (24 - 8 * i));
        command.CopyTo(message, 4);
        stream.Write(message, 0, message.Length);
        byte[] head = All(4);
        return All(head[0] << 24 | head[1] << 16 | head[2] << 8 | head[3]);
    }

    private byte[] All(int len)
    {
        var bytes = new byte[len];
        for (int at = 0; at < len;)
        {
            int got = stream.Read(bytes, at, len - at);
            if (got == 0) throw new TransportException(TransportFailure.CardRemoved);
            at += got;
        }
        return bytes;
    }

    public void Dispose()
    {
        client.Close();
    }
}
