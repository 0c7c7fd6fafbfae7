// Reads the invented card through the system's card service. Pcsc.exe FOLDER READER
using System;
using System.Linq;
using DinhDanh;
using static Support;

internal static class Program
{
    private static int Main(string[] words)
    {
        Folder = words[0];
        Check(PcscTransport.Readers().Contains(words[1]), "the reader is there");
        using (Verifier verifier = Verifier.TestCards())
        using (ReadRequest request = new ReadRequest().Mrz(Text("mrz.txt")))
        using (var session = new CardSession(request))
        {
            verifier.Load(Contents("anchor.der"));
            using (PcscTransport transport = PcscTransport.Connect(words[1])) session.Run(transport);
            using (CardReading reading = session.Reading())
            using (Verification answer = verifier.Verify(reading, long.Parse(Text("at.txt"))))
                Check(answer.ExposeJson() == Text("verdict.json"), "the same verdict");
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
