using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DinhDanh
{
    /// <summary>What is known before a chip is read: at least one of CAN, MRZ and QR text.</summary>
    public sealed class ReadRequest : IDisposable
    {
        internal readonly RequestHandle Handle =
            Native.Make((out RequestHandle h, out IntPtr e) => Native.dd_request_new(out h, out e));

        /// <summary>Adds the six digits of the card access number. <c>access-key-format</c>.</summary>
        public ReadRequest Can(string digits)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(digits, "digits", out len);
            Native.Do((out IntPtr e) => Native.dd_request_can(Handle, text, len, out e));
            return this;
        }

        /// <summary>Adds the lines of the machine readable zone, or <c>DOCUMENT,YYMMDD,YYMMDD</c>.</summary>
        public ReadRequest Mrz(string lines)
        {
            UIntPtr len;
            byte[] text = Native.Utf8(lines, "lines", out len);
            Native.Do((out IntPtr e) => Native.dd_request_mrz(Handle, text, len, out e));
            return this;
        }

        /// <summary>Adds the bytes of the card's QR code: keys come from it, and the chip is held against it.</summary>
        public ReadRequest Qr(byte[] payload)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(payload, "payload", out len);
            Native.Do((out IntPtr e) => Native.dd_request_qr(Handle, bytes, len, out e));
            return this;
        }

        /// <summary>Allows the older way in (BAC) when PACE is on offer and fails; the verdict then says so.</summary>
        public ReadRequest AllowBacAfterFailedPace()
        {
            Native.Do((out IntPtr e) => Native.dd_request_allow_bac_after_failed_pace(Handle, out e));
            return this;
        }

        /// <summary>Leaves the picture on the chip: much faster, and nobody can be compared with it.</summary>
        public ReadRequest LeavePortrait()
        {
            Native.Do((out IntPtr e) => Native.dd_request_leave_portrait(Handle, out e));
            return this;
        }

        /// <summary>What the QR code lacked to derive a key, in Vietnamese.</summary>
        public IList<string> Missing
        {
            get { return Native.FillLines((out Native.Bytes b, out IntPtr e) => Native.dd_request_missing(Handle, out b, out e)); }
        }

        /// <summary>Frees it. Sessions made from it live on.</summary>
        public void Dispose()
        {
            Handle.Dispose();
        }
    }

    /// <summary>Why a transport did not carry a command.</summary>
    public enum TransportFailure
    {
        /// <summary>The card was taken away.</summary>
        CardRemoved = 1,
        /// <summary>The card does not answer in time.</summary>
        Timeout = 2,
        /// <summary>Anything else.</summary>
        Failed = 3,
        /// <summary>The person or the program gave up.</summary>
        Cancelled = 4
    }

    /// <summary>What a transport throws to say why it gave up. Anything else it throws counts as failed.</summary>
    public sealed class TransportException : Exception
    {
        /// <summary>A failure.</summary>
        public TransportException(TransportFailure failure) : base("The transport gave up: " + failure + ".")
        {
            Failure = failure;
        }

        /// <summary>Why.</summary>
        public TransportFailure Failure { get; private set; }
    }

    /// <summary>A connection to one chip, such as <see cref="PcscTransport"/>.</summary>
    public interface ICardTransport
    {
        /// <summary>Sends a command APDU and gives the response APDU, status included.</summary>
        byte[] Transceive(byte[] command);
    }

    /// <summary>What a session is doing.</summary>
    public enum Stage
    {
        /// <summary>Finding out what the chip speaks.</summary>
        Connecting = 0,
        /// <summary>Opening the chip.</summary>
        Opening = 1,
        /// <summary>Reading a file.</summary>
        Reading = 2,
        /// <summary>Chip or active authentication.</summary>
        ProvingChip = 3,
        /// <summary>Nothing more to do.</summary>
        Done = 4
    }

    /// <summary>How far a session has come. No personal data.</summary>
    public sealed class Progress
    {
        internal Progress(Native.ProgressNow now)
        {
            Stage = (Stage)now.Stage;
            Read = (int)now.Read;
            Total = (int)now.Total;
            int end = Array.IndexOf(now.File, (byte)0);
            File = end > 0 ? Encoding.ASCII.GetString(now.File, 0, end) : null;
        }

        /// <summary>What it is doing.</summary>
        public Stage Stage { get; private set; }
        /// <summary>The file that is read, such as <c>DG2</c>; null for none.</summary>
        public string File { get; private set; }
        /// <summary>Bytes of it read so far.</summary>
        public int Read { get; private set; }
        /// <summary>Its bytes; 0 as long as unknown.</summary>
        public int Total { get; private set; }
    }

    /// <summary>
    /// The dialogue with one chip: over a transport (<see cref="Run"/>, <see cref="RunAsync"/>) or by hand
    /// (<see cref="NextCommand"/>, <see cref="OnResponse"/>). Then take <see cref="Reading"/>.
    /// </summary>
    public sealed class CardSession : IDisposable
    {
        private readonly SessionHandle handle;

        /// <summary><paramref name="longestAnswer"/>: 256 bytes, or more where chip and reader take extended length.</summary>
        public CardSession(ReadRequest request, int longestAnswer = 256)
        {
            if (request == null) throw new ArgumentNullException("request");
            if (longestAnswer < 0) throw new ArgumentOutOfRangeException("longestAnswer");
            var longest = (UIntPtr)(uint)longestAnswer;
            handle = Native.Make((out SessionHandle h, out IntPtr e) => Native.dd_session_new(request.Handle, longest, out h, out e));
        }

        /// <summary>
        /// Reads the chip. Blocks: from a window use <see cref="RunAsync"/>. <paramref name="progress"/> is called on
        /// this thread before every command. Whatever transport or progress throw, this throws a
        /// <see cref="DinhDanhException"/> and the session is over.
        /// </summary>
        public void Run(ICardTransport transport, Action<Progress> progress = null)
        {
            if (transport == null) throw new ArgumentNullException("transport");
            Exception thrown = null;
            // No exception may leave a callback: it is kept and handed over above the library.
            Native.TransceiveCallback transceive = delegate(IntPtr context, IntPtr command, UIntPtr commandLen, IntPtr answer, ref UIntPtr answerLen)
            {
                try
                {
                    if (thrown != null) return (int)TransportFailure.Failed;
                    var sent = new byte[checked((int)commandLen.ToUInt64())];
                    Marshal.Copy(command, sent, 0, sent.Length);
                    byte[] got = transport.Transceive(sent);
                    if (got == null || got.Length > Native.RoomForAnswer) return (int)TransportFailure.Failed;
                    Marshal.Copy(got, 0, answer, got.Length);
                    answerLen = (UIntPtr)(uint)got.Length;
                    return 0;
                }
                catch (TransportException failure)
                {
                    thrown = failure;
                    return (int)failure.Failure;
                }
                catch (OperationCanceledException cancelled)
                {
                    thrown = cancelled;
                    return (int)TransportFailure.Cancelled;
                }
                catch (Exception any)
                {
                    thrown = any;
                    return (int)TransportFailure.Failed;
                }
            };
            Native.ProgressCallback told = delegate(IntPtr context, ref Native.ProgressNow now)
            {
                if (progress == null || thrown != null) return;
                try
                {
                    progress(new Progress(now));
                }
                catch (Exception any)
                {
                    thrown = any;
                }
            };
            try
            {
                Native.Do((out IntPtr e) => Native.dd_session_run(handle, transceive, told, IntPtr.Zero, out e));
            }
            catch (DinhDanhException failed)
            {
                failed.TransportException = thrown;
                throw;
            }
            finally
            {
                GC.KeepAlive(transceive);
                GC.KeepAlive(told);
            }
        }

        /// <summary>
        /// The same on another thread. <paramref name="progress"/> made by <c>new Progress&lt;Progress&gt;(..)</c> in a
        /// window calls back on the thread of that window. Cancelling ends the session at its next command and throws
        /// <see cref="OperationCanceledException"/>.
        /// </summary>
        public async Task RunAsync(ICardTransport transport, IProgress<Progress> progress = null,
            CancellationToken cancellation = default(CancellationToken))
        {
            if (transport == null) throw new ArgumentNullException("transport");
            using (cancellation.Register(Cancel))
            {
                try
                {
                    Action<Progress> told = null;
                    if (progress != null) told = progress.Report;
                    await Task.Run(() => Run(transport, told)).ConfigureAwait(false);
                }
                catch (DinhDanhException failed)
                {
                    if (!cancellation.IsCancellationRequested || failed.Code != "cancelled") throw;
                    throw new OperationCanceledException(failed.Message, failed, cancellation);
                }
            }
        }

        /// <summary>The command to send now; null when the session is over. Each is given once.</summary>
        public byte[] NextCommand()
        {
            return Native.Fill((out Native.Bytes b, out IntPtr e) => Native.dd_session_next_command(handle, out b, out e));
        }

        /// <summary>Takes the chip's answer to the last command.</summary>
        public void OnResponse(byte[] answer)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(answer, "answer", out len);
            Native.Do((out IntPtr e) => Native.dd_session_on_response(handle, bytes, len, out e));
        }

        /// <summary>Ends the session at its next step, from any thread. A transport that blocks must be interrupted by the program.</summary>
        public void Cancel()
        {
            if (!handle.IsClosed) Native.Do((out IntPtr e) => Native.dd_session_cancel(handle, out e));
        }

        /// <summary>Whether it was cancelled.</summary>
        public bool IsCancelled
        {
            get
            {
                int yes = 0;
                Native.Do((out IntPtr e) => Native.dd_session_is_cancelled(handle, out yes, out e));
                return yes == 1;
            }
        }

        /// <summary>How far it has come.</summary>
        public Progress Progress
        {
            get
            {
                var now = new Native.ProgressNow();
                Native.Do((out IntPtr e) => Native.dd_session_progress(handle, out now, out e));
                return new Progress(now);
            }
        }

        /// <summary>Takes what was read, whole or as far as it came, and closes the session.</summary>
        public CardReading Reading()
        {
            return new CardReading(Native.Make((out ReadingHandle h, out IntPtr e) => Native.dd_session_reading(handle, out h, out e)));
        }

        /// <summary>Drops keys and everything read.</summary>
        public void Close()
        {
            Native.Do((out IntPtr e) => Native.dd_session_close(handle, out e));
        }

        /// <summary>Frees it; at the end of a <see cref="Run"/> that is still at work.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>What was read from a chip or a dump: evidence, not yet a judgement.</summary>
    public sealed class CardReading : IDisposable
    {
        internal readonly ReadingHandle Handle;

        internal CardReading(ReadingHandle handle)
        {
            Handle = handle;
        }

        /// <summary>The files of a dump. <paramref name="challenge"/>: the 8 bytes sent to the chip, or null.</summary>
        public static CardReading FromDump(byte[] json, byte[] challenge = null)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(json, "json", out len);
            var challengeLen = (UIntPtr)(uint)(challenge == null ? 0 : challenge.Length);
            return new CardReading(Native.Make((out ReadingHandle h, out IntPtr e) =>
                Native.dd_reading_from_dump(bytes, len, challenge, challengeLen, out h, out e)));
        }

        /// <summary>The same reading, held against the bytes of a QR code as well.</summary>
        public CardReading WithQr(byte[] payload)
        {
            UIntPtr len;
            byte[] bytes = Native.Given(payload, "payload", out len);
            return new CardReading(Native.Make((out ReadingHandle h, out IntPtr e) =>
                Native.dd_reading_with_qr(Handle, bytes, len, out h, out e)));
        }

        /// <summary>Everything read, as JSON: a citizen's data in the clear.</summary>
        public string ExposeDump()
        {
            return Native.FillText((out Native.Bytes b, out IntPtr e) => Native.dd_reading_expose_dump(Handle, out b, out e));
        }

        /// <summary>The names of the files that were read.</summary>
        public IList<string> Files
        {
            get { return Native.FillLines((out Native.Bytes b, out IntPtr e) => Native.dd_reading_files(Handle, out b, out e)); }
        }

        /// <summary>The picture as the chip gives it (JPEG or JPEG 2000), not proven by being read; or null.</summary>
        public byte[] ExposePortrait()
        {
            return Native.Fill((out Native.Bytes b, out IntPtr e) => Native.dd_reading_expose_portrait(Handle, out b, out e));
        }

        /// <summary>Frees it.</summary>
        public void Dispose()
        {
            Handle.Dispose();
        }
    }
}
