// Reads the invented card through the system's card service. Pcsc.exe FOLDER READER
using System;
using System.Linq;
using DinhDanh;
using static Support;

internal static class Program
{
    /// <summary>The invented person only: a difference may be shown.</summary>
    private static void Same(string verdict)
    {
        string golden = Text("verdict.json");
        int at = 0;
        while (at < golden.Length && at < verdict.Length && golden[at] == verdict[at]) at++;
        Check(golden == verdict, "the same verdict; from " + at + ": " + verdict.Substring(at, Math.Min(200, verdict.Length - at)));
    }

    private static int Main(string[] words)
    {
        Folder = words[0];
        Check(PcscTransport.Readers().Contains(words[1]), "the reader is there");
        using (Verifier verifier = Verifier.TestCards())
        using (ReadRequest request = new ReadRequest().Mrz(Text("mrz.txt")))
        using (var session = new CardSession(request, 65536))
        {
            verifier.Load(Contents("anchor.der"));
            using (PcscTransport transport = PcscTransport.Connect(words[1])) session.Run(transport);
            using (CardReading reading = session.Reading())
            using (Verification answer = verifier.Verify(reading, long.Parse(Text("at.txt"))))
                Same(answer.ExposeJson());
        }
        try
        {
            PcscTransport.Connect("no such reader").Dispose();
            Check(false, "no such reader");
        }
        catch (TransportException)
        {
        }
        Console.WriteLine("pcsc: ok");
        return 0;
    }
}
