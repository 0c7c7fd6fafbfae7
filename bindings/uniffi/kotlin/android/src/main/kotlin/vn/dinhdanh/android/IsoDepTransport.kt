package vn.dinhdanh.android

import android.nfc.Tag
import android.nfc.TagLostException
import android.nfc.tech.IsoDep
import vn.dinhdanh.CardTransport
import vn.dinhdanh.TransportException
import java.io.IOException

/**
 * A card at the phone's NFC antenna. Blocks while the card works: use it with `CardSession.read`, never on the main
 * thread. Closing it ends a command that is under way.
 */
public class IsoDepTransport private constructor(private val isoDep: IsoDep) : CardTransport, AutoCloseable {
    /** What card and phone can pass, for `CardSession`. */
    public val longestAnswer: UInt
        get() = if (isoDep.isExtendedLengthApduSupported) 65_536u else 256u

    override fun transceive(command: ByteArray): ByteArray =
        try {
            isoDep.transceive(command)
        } catch (_: TagLostException) {
            throw TransportException.CardRemoved()
        } catch (_: IOException) {
            throw TransportException.Failed()
        } catch (_: SecurityException) {
            // Android 12 and later: another card was found meanwhile, and this one is out of date.
            throw TransportException.CardRemoved()
        }

    override fun close() {
        try {
            isoDep.close()
        } catch (_: IOException) {
            // It is gone already.
        }
    }

    public companion object {
        /**
         * Connects to a card. Chip authentication takes some chips more than a second, so that Android's own timeout
         * (about 0.3 s) is too short.
         *
         * @throws TransportException where it is no chip card, or already gone
         */
        @Throws(TransportException::class)
        public fun connect(tag: Tag, timeoutMillis: Int = 5_000): IsoDepTransport {
            val isoDep = IsoDep.get(tag) ?: throw TransportException.Failed()
            try {
                isoDep.connect()
                isoDep.timeout = timeoutMillis
            } catch (_: IOException) {
                throw TransportException.CardRemoved()
            } catch (_: SecurityException) {
                throw TransportException.CardRemoved()
            }
            return IsoDepTransport(isoDep)
        }
    }
}
