using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace DinhDanh
{
    /// <summary>
    /// A card in a PC/SC reader: winscard.dll on Windows, libpcsclite.so.1 on Linux. One thread at a time.
    /// </summary>
    public sealed class PcscTransport : ICardTransport, IDisposable
    {
        // PC/SC: the numbers are those of the standard's part 5 and the same on every system.
        private const uint Shared = 2, AnyProtocol = 3, Leave = 0, ResetCard = 1, ScopeSystem = 2;
        private const uint NoReaders = 0x8010002E, Removed = 0x80100069, Reset = 0x80100068, NoCard = 0x8010000C,
            NoReader = 0x80100009, ReaderGone = 0x80100017, Timeout = 0x8010000A, CancelledCode = 0x80100002;
        private const int AnswerBytes = 65538;

        private readonly byte[] answer = new byte[AnswerBytes];
        private IntPtr context;
        private IntPtr card;
        private uint protocol;
        private bool connected;

        private static bool OnWindows
        {
            get { return Environment.OSVersion.Platform == PlatformID.Win32NT; }
        }

        /// <summary>The names of the readers that are connected; none is an empty list.</summary>
        public static IList<string> Readers()
        {
            IntPtr context = Establish();
            try
            {
                return OnWindows ? WindowsReaders(context) : LiteReaders(context);
            }
            finally
            {
                Release(context);
            }
        }

        /// <summary>Connects with the card in a reader. Throws <see cref="TransportException"/> where there is none.</summary>
        public static PcscTransport Connect(string reader)
        {
            if (reader == null) throw new ArgumentNullException("reader");
            var transport = new PcscTransport();
            try
            {
                transport.Open(reader);
                return transport;
            }
            catch
            {
                transport.Dispose();
                throw;
            }
        }

        private PcscTransport()
        {
            context = Establish();
        }

        private void Open(string reader)
        {
            if (OnWindows)
            {
                Check(WinScard.SCardConnectW(context, reader, Shared, AnyProtocol, out card, out protocol));
                connected = true;
                Check(WinScard.SCardBeginTransaction(card));
            }
            else
            {
                UIntPtr spoken;
                Check(PcscLite.SCardConnect(context, Encoding.UTF8.GetBytes(reader + "\0"), N(Shared), N(AnyProtocol), out card, out spoken));
                protocol = (uint)spoken;
                connected = true;
                Check(PcscLite.SCardBeginTransaction(card));
            }
        }

        /// <inheritdoc/>
        public byte[] Transceive(byte[] command)
        {
            if (command == null) throw new ArgumentNullException("command");
            if (!connected) throw new ObjectDisposedException("PcscTransport");
            int len;
            if (OnWindows)
            {
                var head = new WinScard.Request { Protocol = protocol, Length = 8 };
                uint got = AnswerBytes;
                Check(WinScard.SCardTransmit(card, ref head, command, (uint)command.Length, IntPtr.Zero, answer, ref got));
                len = (int)got;
            }
            else
            {
                var head = new PcscLite.Request { Protocol = N(protocol), Length = N((uint)UIntPtr.Size * 2) };
                UIntPtr got = N(AnswerBytes);
                Check(PcscLite.SCardTransmit(card, ref head, command, N((uint)command.Length), IntPtr.Zero, answer, ref got));
                len = (int)got;
            }
            var copy = new byte[len];
            Array.Copy(answer, copy, len);
            // What a chip says may be a citizen's data.
            Array.Clear(answer, 0, len);
            return copy;
        }

        /// <summary>Resets the card, so that no opened session stays behind, and lets go of it.</summary>
        public void Dispose()
        {
            if (connected)
            {
                connected = false;
                if (OnWindows)
                {
                    WinScard.SCardEndTransaction(card, Leave);
                    WinScard.SCardDisconnect(card, ResetCard);
                }
                else
                {
                    PcscLite.SCardEndTransaction(card, N(Leave));
                    PcscLite.SCardDisconnect(card, N(ResetCard));
                }
            }
            if (context != IntPtr.Zero)
            {
                Release(context);
                context = IntPtr.Zero;
            }
        }

        private static IntPtr Establish()
        {
            IntPtr made;
            if (OnWindows) Check(WinScard.SCardEstablishContext(ScopeSystem, IntPtr.Zero, IntPtr.Zero, out made));
            else Check(PcscLite.SCardEstablishContext(N(ScopeSystem), IntPtr.Zero, IntPtr.Zero, out made));
            return made;
        }

        private static void Release(IntPtr context)
        {
            if (OnWindows) WinScard.SCardReleaseContext(context);
            else PcscLite.SCardReleaseContext(context);
        }

        private static IList<string> WindowsReaders(IntPtr context)
        {
            uint len = 0;
            int status = WinScard.SCardListReadersW(context, null, null, ref len);
            if (unchecked((uint)status) == NoReaders) return new string[0];
            Check(status);
            var names = new char[len];
            Check(WinScard.SCardListReadersW(context, null, names, ref len));
            return Names(new string(names, 0, (int)len));
        }

        private static IList<string> LiteReaders(IntPtr context)
        {
            UIntPtr len = UIntPtr.Zero;
            IntPtr status = PcscLite.SCardListReaders(context, null, null, ref len);
            if (unchecked((uint)status.ToInt64()) == NoReaders) return new string[0];
            Check(status);
            var names = new byte[(int)len];
            Check(PcscLite.SCardListReaders(context, null, names, ref len));
            return Names(Encoding.UTF8.GetString(names, 0, (int)len));
        }

        /// <summary>Names that each end with a zero, and one more at the end of all.</summary>
        private static IList<string> Names(string text)
        {
            return text.Split(new[] { '\0' }, StringSplitOptions.RemoveEmptyEntries);
        }

        private static UIntPtr N(uint number)
        {
            return (UIntPtr)number;
        }

        private static void Check(IntPtr status)
        {
            Check(unchecked((int)status.ToInt64()));
        }

        private static void Check(int status)
        {
            if (status == 0) return;
            switch (unchecked((uint)status))
            {
                case Removed:
                case Reset:
                case NoCard:
                case NoReader:
                case ReaderGone:
                    throw new TransportException(TransportFailure.CardRemoved);
                case Timeout:
                    throw new TransportException(TransportFailure.Timeout);
                case CancelledCode:
                    throw new TransportException(TransportFailure.Cancelled);
                default:
                    throw new TransportException(TransportFailure.Failed);
            }
        }

        /// <summary>Windows: numbers have 32 bits, handles the size of a pointer.</summary>
        private static class WinScard
        {
            private const string Dll = "winscard.dll";

            [StructLayout(LayoutKind.Sequential)]
            internal struct Request
            {
                internal uint Protocol;
                internal uint Length;
            }

            [DllImport(Dll)]
            internal static extern int SCardEstablishContext(uint scope, IntPtr reserved1, IntPtr reserved2, out IntPtr context);

            [DllImport(Dll)]
            internal static extern int SCardReleaseContext(IntPtr context);

            [DllImport(Dll, CharSet = CharSet.Unicode)]
            internal static extern int SCardListReadersW(IntPtr context, string groups, [Out] char[] readers, ref uint len);

            [DllImport(Dll, CharSet = CharSet.Unicode)]
            internal static extern int SCardConnectW(IntPtr context, string reader, uint mode, uint protocols, out IntPtr card, out uint protocol);

            [DllImport(Dll)]
            internal static extern int SCardBeginTransaction(IntPtr card);

            [DllImport(Dll)]
            internal static extern int SCardEndTransaction(IntPtr card, uint disposition);

            [DllImport(Dll)]
            internal static extern int SCardDisconnect(IntPtr card, uint disposition);

            [DllImport(Dll)]
            internal static extern int SCardTransmit(IntPtr card, ref Request head, byte[] command, uint commandLen, IntPtr answerHead, [Out] byte[] answer, ref uint answerLen);
        }

        /// <summary>Linux: numbers and handles are C's `long`, which has the size of a pointer there.</summary>
        private static class PcscLite
        {
            private const string Dll = "libpcsclite.so.1";

            [StructLayout(LayoutKind.Sequential)]
            internal struct Request
            {
                internal UIntPtr Protocol;
                internal UIntPtr Length;
            }

            [DllImport(Dll)]
            internal static extern IntPtr SCardEstablishContext(UIntPtr scope, IntPtr reserved1, IntPtr reserved2, out IntPtr context);

            [DllImport(Dll)]
            internal static extern IntPtr SCardReleaseContext(IntPtr context);

            [DllImport(Dll)]
            internal static extern IntPtr SCardListReaders(IntPtr context, byte[] groups, [Out] byte[] readers, ref UIntPtr len);

            [DllImport(Dll)]
            internal static extern IntPtr SCardConnect(IntPtr context, byte[] reader, UIntPtr mode, UIntPtr protocols, out IntPtr card, out UIntPtr protocol);

            [DllImport(Dll)]
            internal static extern IntPtr SCardBeginTransaction(IntPtr card);

            [DllImport(Dll)]
            internal static extern IntPtr SCardEndTransaction(IntPtr card, UIntPtr disposition);

            [DllImport(Dll)]
            internal static extern IntPtr SCardDisconnect(IntPtr card, UIntPtr disposition);

            [DllImport(Dll)]
            internal static extern IntPtr SCardTransmit(IntPtr card, ref Request head, byte[] command, UIntPtr commandLen, IntPtr answerHead, [Out] byte[] answer, ref UIntPtr answerLen);
        }
    }
}
