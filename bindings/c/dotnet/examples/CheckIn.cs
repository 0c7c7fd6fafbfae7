// A counter: one card in a PC/SC reader, judged.
//
//   CheckIn READER ANCHORS MRZ [--test-cards]
//
// READER is its name, ANCHORS a file with the certificates of the authorities you trust, MRZ a file with the three lines
// printed on the back of the card. Exit code 0: accepted; 1: refused; 2: could not be read.
using System;
using System.IO;
using DinhDanh;

internal static class CheckIn
{
    private static int Main(string[] words)
    {
        if (words.Length < 3)
        {
            Console.Error.WriteLine("usage: CheckIn READER ANCHORS MRZ [--test-cards]");
            return 2;
        }
        bool testCards = words.Length > 3 && words[3] == "--test-cards";
        try
        {
            // Once, when the program starts: whom to trust.
            using (Verifier verifier = testCards ? Verifier.TestCards() : Verifier.CitizenCards())
            {
                verifier.Load(File.ReadAllBytes(words[1]));
                // For every card: what is printed on it opens the chip.
                using (ReadRequest request = new ReadRequest().Mrz(File.ReadAllText(words[2])))
                using (var session = new CardSession(request))
                {
                    using (PcscTransport card = PcscTransport.Connect(words[0])) session.Run(card);
                    using (CardReading reading = session.Reading())
                    using (Verification answer = verifier.Verify(reading, DateTimeOffset.UtcNow))
                    using (Citizen citizen = answer.Citizen())
                    {
                        Console.WriteLine((answer.MeetsPolicy ? "accepted " : "REFUSED ") + answer.Assurance);
                        foreach (Refusal refusal in answer.Refusals) Console.WriteLine(refusal.Check + " " + refusal.Reason);
                        Console.WriteLine(citizen.IdNumber() + " " + citizen.FullName() + " " + citizen.DateOfBirth());
                        // Then show answer.ExposePortrait() and let a person compare.
                        return answer.MeetsPolicy ? 0 : 1;
                    }
                }
            }
        }
        catch (DinhDanhException failed)
        {
            Console.Error.WriteLine(failed.MessageVi + " [" + failed.Code + "]");
            return 2;
        }
        catch (TransportException)
        {
            Console.Error.WriteLine("Không có thẻ trong đầu đọc " + words[0] + ".");
            return 2;
        }
    }
}
