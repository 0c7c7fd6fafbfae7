// The invented card read from C#, hostile transports, and what a leak would show. Card.exe FOLDER TIMES SESSIONS
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DinhDanh;
using static Support;

internal static class Program
{
    private static string mrz;
    private static long at;
    private static Verifier verifier;
    private static readonly StringBuilder Said = new StringBuilder();

    private static CardSession NewSession()
    {
        using (var request = new ReadRequest().Mrz(mrz)) return new CardSession(request, 65536);
    }

    /// <summary>The code that a call fails with; everything its exception says is noted.</summary>
    private static string CodeOf(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (DinhDanhException failed)
        {
            Check(failed.MessageVi.Length > 10 && failed.MessageVi != failed.MessageEn, "two messages");
            Check(Enum.IsDefined(typeof(ErrorCategory), failed.Category), "category");
            if (Said.Length < 1 << 20) Said.Append(failed).Append(failed.MessageVi).Append(failed.Place);
            return failed.Code;
        }
    }

    private static void Judge(CardSession session)
    {
        using (CardReading reading = session.Reading())
        using (Verification answer = verifier.Verify(reading, at))
        using (Citizen citizen = answer.Citizen())
        using (Verification stranger = answer.WithHolder(false))
        {
            Check(answer.ExposeJson() == Text("verdict.json"), "the same verdict");
            Check(answer.MeetsPolicy && answer.Assurance == "NotCloned" && answer.Refusals.Count == 0, "genuine");
            Check(citizen.Proven && citizen.IdNumber() == mrz.Substring(15, 12), "citizen");
            Check(answer.ExposePortrait().Length > 100 && reading.Files.Contains("DG1"), "portrait and files");
            Check(!stranger.MeetsPolicy && stranger.Refusals.Count == 1 && stranger.Refusals[0].Check == "holder", "stranger");
            Check(CodeOf(() => session.Reading()) == "closed", "closed");
            foreach (object any in new object[] { session, reading, answer, citizen, stranger, verifier, session.GetType() })
                Said.Append(any);
        }
    }

    private static void ReadByCallback()
    {
        int steps = 0;
        Progress last = null;
        using (var card = new SocketCard())
        using (CardSession session = NewSession())
        {
            session.Run(card, now => { steps++; last = now; });
            Check(steps > 10 && last.Stage == Stage.Done && session.Progress.Stage == Stage.Done, "progress");
            Judge(session);
        }
    }

    private static void ReadByHand()
    {
        using (var card = new SocketCard())
        using (CardSession session = NewSession())
        {
            for (byte[] command = session.NextCommand(); command != null; command = session.NextCommand())
                session.OnResponse(card.Transceive(command));
            Judge(session);
        }
    }

    private sealed class Reports : IProgress<Progress>
    {
        internal int Count;

        public void Report(Progress now)
        {
            Interlocked.Increment(ref Count);
        }
    }

    private static async Task ReadAsync()
    {
        var reports = new Reports();
        using (var card = new SocketCard())
        using (CardSession session = NewSession())
        {
            await session.RunAsync(card, reports);
            Check(reports.Count > 10, "reports");
            Judge(session);
        }
        using (var cancel = new CancellationTokenSource())
        using (CardSession session = NewSession())
        {
            var hangs = new Hangs();
            Task reading = session.RunAsync(hangs, null, cancel.Token);
            hangs.Inside.Wait();
            cancel.Cancel();
            hangs.Released.Set();
            try
            {
                await reading;
                Check(false, "cancelled");
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    private sealed class Does : ICardTransport
    {
        private readonly Func<byte[], byte[]> what;

        internal Does(Func<byte[], byte[]> what)
        {
            this.what = what;
        }

        public byte[] Transceive(byte[] command)
        {
            return what(command);
        }
    }

    private sealed class Hangs : ICardTransport
    {
        internal readonly ManualResetEventSlim Inside = new ManualResetEventSlim(), Released = new ManualResetEventSlim();

        public byte[] Transceive(byte[] command)
        {
            Inside.Set();
            Released.Wait();
            return new byte[] { 0x90, 0x00 };
        }
    }

    private static void HostileOnce(int round)
    {
        var random = new Random(round);
        // Throws: as the transport's own exception, another one, or in the callback of progress.
        var kinds = new Dictionary<TransportFailure, string>
        {
            { TransportFailure.CardRemoved, "card-removed" }, { TransportFailure.Timeout, "card-mute" },
            { TransportFailure.Failed, "transport-failed" }, { TransportFailure.Cancelled, "cancelled" }
        };
        var kind = (TransportFailure)(round % 4 + 1);
        using (CardSession session = NewSession())
            Check(CodeOf(() => session.Run(new Does(c => { throw new TransportException(kind); }))) == kinds[kind], "transport exception");
        using (CardSession session = NewSession())
        {
            try
            {
                session.Run(new Does(c => { throw new InvalidOperationException("cable of " + mrz); }));
                Check(false, "an exception");
            }
            catch (DinhDanhException failed)
            {
                Said.Append(failed.ToString(), 0, Said.Length < 1 << 20 ? failed.ToString().Length : 0);
                Check(failed.Code == "transport-failed" && failed.TransportException is InvalidOperationException, "kept");
            }
        }
        using (CardSession session = NewSession())
            Check(CodeOf(() => session.Run(new Does(c => new byte[0]), now => { throw new Exception("window"); })) == "transport-failed", "progress throws");
        using (CardSession session = NewSession())
            Check(CodeOf(() => session.Run(new Does(c => null))) == "transport-failed", "null");
        using (CardSession session = NewSession())
            Check(CodeOf(() => session.Run(new Does(c => new byte[70000]))) == "transport-failed", "too much");

        // Garbage.
        using (CardSession session = NewSession())
        {
            string code = CodeOf(() => session.Run(new Does(c =>
            {
                var garbage = new byte[random.Next(300)];
                random.NextBytes(garbage);
                return garbage;
            })));
            Check(code != null && code != "internal", "garbage");
        }

        // Enters the session again, and disposes it under the call that uses it.
        CardSession entered = NewSession();
        Check(CodeOf(() => entered.Run(new Does(c =>
        {
            Check(CodeOf(() => entered.NextCommand()) == "session-busy", "busy");
            Check(CodeOf(() => entered.OnResponse(c)) == "session-busy", "busy");
            Check(CodeOf(() => entered.Run(new Does(d => d))) == "session-busy", "busy");
            Check(CodeOf(() => entered.Reading()) == "session-busy", "busy");
            entered.Dispose();
            throw new TransportException(TransportFailure.Timeout);
        }))) == "card-mute", "re-entered");
        try
        {
            entered.NextCommand();
            Check(false, "disposed");
        }
        catch (ObjectDisposedException)
        {
        }

        // Hangs until cancelled from another thread.
        using (CardSession session = NewSession())
        {
            var hangs = new Hangs();
            var other = new Thread(() =>
            {
                hangs.Inside.Wait();
                session.Cancel();
                hangs.Released.Set();
            });
            other.Start();
            Check(CodeOf(() => session.Run(hangs)) == "cancelled" && session.IsCancelled, "cancelled");
            other.Join();
        }
#if DD_PLANTED_PANIC
        Check(CodeOf(Library.PlantedPanic) == "internal", "panic");
#endif
    }

    private static long Resident()
    {
        using (Process self = Process.GetCurrentProcess()) return self.WorkingSet64;
    }

    private static int Main(string[] words)
    {
        Folder = words[0];
        int times = int.Parse(words[1]), sessions = int.Parse(words[2]);
        mrz = Text("mrz.txt");
        at = long.Parse(Text("at.txt"));
        Console.WriteLine("dinhdanh " + Library.Version);
        verifier = Verifier.TestCards();
        Check(verifier.Load(Contents("anchor.der")).Trusted == 1, "trusted");
        ReadByCallback();
        ReadByHand();
        ReadAsync().GetAwaiter().GetResult();
        for (int round = 0; round < times; round++)
        {
            HostileOnce(round);
            // Delegates and handles that are no longer used must not be missed by the library.
            if (round % 50 == 0) GC.Collect();
        }
        ReadByCallback();

        long heap = 0, resident = 0;
        for (int round = 0; round < sessions; round++)
        {
            if (round == sessions / 10)
            {
                heap = Settled();
                resident = Resident();
            }
            CardSession session = NewSession();
            Check(session.NextCommand() != null, "command");
            CodeOf(() => session.OnResponse(new byte[] { 0x6A, 0x82 }));
            // Every third one is left to the collector, as programs do.
            if (round % 3 != 0) session.Dispose();
            if (round % 500 == 0) Settled();
        }
        long heapGrown = Settled() - heap, grown = Resident() - resident;
        Console.WriteLine(sessions + " sessions: heap " + heapGrown + ", process " + grown + " bytes more than after " + sessions / 10);
        Check(heapGrown < 1 << 20 && grown < 8 << 20, "no leak");

        try
        {
            new ReadRequest().Can(null);
            Check(false, "null");
        }
        catch (ArgumentNullException)
        {
        }
        Check(CodeOf(() => QrCode.Read(new byte[0])) == "picture-unreadable", "empty picture");
        Check(CodeOf(() => PersonalNumber.ExposeJson("")) == "id-number-length", "empty number");
        Check(PersonalNumber.Masked("001199000018") == "0011******18", "masked");

        // No property of any object shows the owner of the card to debuggers, grids and serialisers.
        foreach (Type type in typeof(Citizen).Assembly.GetExportedTypes())
            foreach (PropertyInfo property in type.GetProperties())
                Check(!property.Name.StartsWith("Expose"), type.Name + "." + property.Name);
        string said = Said.ToString();
        Check(said.Length > 100, "said");
        string surname = mrz.Substring(mrz.LastIndexOf('\n') + 1, 6);
        foreach (string personal in new[] { mrz.Substring(15, 12), mrz.Substring(5, 9), surname, mrz.Substring(0, 30) })
            Check(!said.Contains(personal), "no personal data");
        Console.WriteLine("card: ok");
        return 0;
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(true);
    }
}
