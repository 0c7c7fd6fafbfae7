package vn.dinhdanh.pcsc

import vn.dinhdanh.CardTransport
import vn.dinhdanh.TransportException
import vn.dinhdanh.longestAnswer

/**
 * A card on a PC/SC reader: winscard.dll on Windows, libpcsclite on Linux, PCSC.framework on macOS. For one thread at a
 * time; not for Android.
 *
 * It does not use the Java runtime's `javax.smartcardio`, which takes no answers of 8 KB and more.
 */
public class PcscTransport private constructor(private val service: Service, private val card: Service.Card) :
    CardTransport, AutoCloseable {
    private var open = true

    /** The card's answer to reset. */
    public val atr: ByteArray get() = stillOpen().atr()

    /** For `CardSession`: the longest answer in bytes that the card announces. */
    public val longestAnswer: UInt get() = longestAnswer(atr)

    @Throws(TransportException::class)
    override fun transceive(command: ByteArray): ByteArray = stillOpen().transmit(command)

    /** Resets the card, which forgets its keys, and lets go of it. */
    override fun close() {
        if (open) {
            open = false
            card.disconnect()
            service.close()
        }
    }

    private fun stillOpen() = if (open) card else throw TransportException.CardRemoved()

    public companion object {
        private const val POLL_MILLISECONDS = 200L

        /**
         * The readers of this computer.
         *
         * @throws TransportException where the system's card service is not there
         */
        @JvmStatic
        @Throws(TransportException::class)
        public fun readers(): List<String> = Service().use(Service::readers)

        /**
         * Connects to the card on a reader, for this program alone, and waits so long for one to be laid there.
         *
         * @throws TransportException `CardRemoved` where none is there, `Timeout` where another program has it
         */
        @JvmStatic
        @JvmOverloads
        @Throws(TransportException::class, InterruptedException::class)
        public fun connect(reader: String, waitMilliseconds: Long = 0): PcscTransport {
            val service = Service()
            val until = System.nanoTime() + waitMilliseconds * 1_000_000
            try {
                while (true) {
                    try {
                        return PcscTransport(service, service.connect(reader))
                    } catch (e: TransportException) {
                        if (e is TransportException.Failed || System.nanoTime() >= until) throw e
                    }
                    Thread.sleep(POLL_MILLISECONDS)
                }
            } catch (e: Throwable) {
                service.close()
                throw e
            }
        }
    }
}
