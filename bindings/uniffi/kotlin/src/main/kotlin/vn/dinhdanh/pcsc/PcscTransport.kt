package vn.dinhdanh.pcsc

import vn.dinhdanh.CardTransport
import vn.dinhdanh.TransportException
import java.io.File
import javax.smartcardio.Card
import javax.smartcardio.CardException
import javax.smartcardio.CardNotPresentException
import javax.smartcardio.CardTerminal
import javax.smartcardio.CommandAPDU
import javax.smartcardio.TerminalFactory

/** A card on a PC/SC reader, through the Java runtime's own `javax.smartcardio`. Not for Android. */
public class PcscTransport private constructor(private val card: Card) : CardTransport, AutoCloseable {
    private val channel = card.basicChannel

    override fun transceive(command: ByteArray): ByteArray =
        try {
            channel.transmit(CommandAPDU(command)).bytes
        } catch (e: CardException) {
            throw failure(e)
        } catch (_: IllegalStateException) {
            throw TransportException.CardRemoved()
        }

    /** Resets the card, which forgets its keys, and lets go of it. */
    override fun close() {
        try {
            card.disconnect(true)
        } catch (_: CardException) {
            // It is gone already.
        }
    }

    public companion object {
        private const val LIBRARY = "sun.security.smartcardio.library"

        /** For `CardSession`: the Java runtime takes no answer of 8 KB and more, whatever card and reader can pass. */
        public const val LONGEST_ANSWER: UInt = 256u

        /**
         * The readers of this computer.
         *
         * @throws TransportException where the system's card service is not there
         */
        @JvmStatic
        @Throws(TransportException::class)
        public fun readers(): List<CardTerminal> {
            findLibrary()
            return try {
                TerminalFactory.getDefault().terminals().list()
            } catch (e: CardException) {
                if (named(e, "SCARD_E_NO_READERS_AVAILABLE")) emptyList() else throw failure(e)
            }
        }

        /**
         * Connects to the card on a reader.
         *
         * @throws TransportException `CardRemoved` where none is there
         */
        @JvmStatic
        @Throws(TransportException::class)
        public fun connect(reader: CardTerminal): PcscTransport =
            try {
                PcscTransport(reader.connect("*"))
            } catch (_: CardNotPresentException) {
                throw TransportException.CardRemoved()
            } catch (e: CardException) {
                throw failure(e)
            }

        /** The runtime looks for a name that Linux systems have only where programs are developed. */
        private fun findLibrary() {
            if (System.getProperty(LIBRARY) != null || File.separatorChar == '\\') return
            val folders = listOf(
                "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib64", "/lib",
            )
            folders.map { File(it, "libpcsclite.so.1") }.firstOrNull(File::exists)
                ?.let { System.setProperty(LIBRARY, it.path) }
        }

        /** The runtime says only in its text, and in that of the cause, what happened. */
        private fun named(e: Throwable, vararg names: String): Boolean =
            generateSequence(e) { it.cause }.any { one -> names.any { it in one.message.orEmpty() } }

        private fun failure(e: CardException): TransportException = when {
            named(e, "SCARD_W_REMOVED_CARD", "SCARD_W_RESET_CARD", "SCARD_E_NO_SMARTCARD", "SCARD_W_UNPOWERED_CARD") ->
                TransportException.CardRemoved()
            named(e, "SCARD_E_TIMEOUT", "SCARD_W_UNRESPONSIVE_CARD") -> TransportException.Timeout()
            named(e, "SCARD_E_CANCELLED") -> TransportException.Cancelled()
            else -> TransportException.Failed()
        }
    }
}
