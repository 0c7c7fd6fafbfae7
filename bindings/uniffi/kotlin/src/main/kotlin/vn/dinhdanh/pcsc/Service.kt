package vn.dinhdanh.pcsc

import com.sun.jna.Function
import com.sun.jna.Library
import com.sun.jna.Memory
import com.sun.jna.Native
import com.sun.jna.NativeLibrary
import com.sun.jna.Platform
import vn.dinhdanh.TransportException

/** A connection to the system's card service, with the few calls of PC/SC (part 5) that reading a card takes. */
internal class Service : AutoCloseable {
    private val context: Any = filled(HANDLE_BYTES) { handle ->
        check(call("SCardEstablishContext", word(SCOPE_SYSTEM), null, null, handle))
    }

    fun readers(): List<String> {
        val list = "SCardListReaders$WIDE"
        val room = filledWord(0) { size ->
            val status = call(list, context, null, null, size)
            if (status == NO_READERS) return emptyList()
            check(status)
        }
        val names = Memory(room * CHARACTER_BYTES)
        val characters = filledWord(room) { size -> check(call(list, context, null, names, size)) }
        // One after the other, each with a zero at its end, and one more zero after the last.
        return String(names.getByteArray(0, (characters * CHARACTER_BYTES).toInt()), CHARACTERS)
            .split('\u0000').filter(String::isNotEmpty)
    }

    fun connect(reader: String): Card {
        val name = (reader + '\u0000').toByteArray(CHARACTERS)
        var protocol = 0L
        val card = filled(HANDLE_BYTES) { handle ->
            protocol = filledWord(0) { spoken ->
                check(call("SCardConnect$WIDE", context, name, word(EXCLUSIVE), word(T0_OR_T1), handle, spoken))
            }
        }
        return Card(card, protocol)
    }

    override fun close() {
        call("SCardReleaseContext", context)
    }

    /** A card that only this program talks to. */
    class Card(private val handle: Any, protocol: Long) {
        /** SCARD_IO_REQUEST: two words, the protocol and the size of both. */
        private val request = Memory(2L * WORD_BYTES).apply {
            setWord(0, protocol)
            setWord(WORD_BYTES.toLong(), 2L * WORD_BYTES)
        }
        private val answer = Memory(ANSWER_BYTES)

        fun transmit(command: ByteArray): ByteArray {
            val length = filledWord(ANSWER_BYTES) { size ->
                check(call("SCardTransmit", handle, request, command, word(command.size), null, answer, size))
            }
            // What a chip says may be a citizen's data.
            return answer.getByteArray(0, length.toInt()).also { answer.clear(length) }
        }

        fun atr(): ByteArray {
            val atr = Memory(ATR_BYTES)
            val (name, state, protocol) = List(3) { Memory(WORD_BYTES.toLong()).apply(Memory::clear) }
            val length = filledWord(ATR_BYTES) { size ->
                check(call("SCardStatus$WIDE", handle, null, name, state, protocol, atr, size))
            }
            return atr.getByteArray(0, length.toInt())
        }

        fun disconnect() {
            call("SCardDisconnect", handle, word(RESET_CARD))
        }
    }

    private companion object {
        const val SCOPE_SYSTEM = 2
        const val EXCLUSIVE = 1
        const val T0_OR_T1 = 3
        const val RESET_CARD = 1

        /** The longest answer of extended length, and its status. */
        const val ANSWER_BYTES = 65_536L + 2

        /** At most 32 and TS (ISO 7816-3); pcsclite takes 33, WinSCard 36. */
        const val ATR_BYTES = 36L

        val NO_READERS = 0x8010002E.toInt()
        val REMOVED = setOf(0x80100069, 0x80100068, 0x8010000C, 0x80100009, 0x80100017).map(Long::toInt)

        /** The last: another program has it. */
        val MUTE = setOf(0x80100066, 0x80100067, 0x8010000A, 0x8010000B).map(Long::toInt)
        val CANCELLED = 0x80100002.toInt()

        /** `DWORD`: 32 bits on Windows and macOS, `unsigned long` in pcsclite. */
        val WORD_BYTES = if (Platform.isMac()) 4 else Native.LONG_SIZE

        /** `SCARDCONTEXT` and `SCARDHANDLE`: a pointer on Windows, 32 bits on macOS, `long` in pcsclite. */
        val HANDLE_BYTES = if (Platform.isWindows()) Native.POINTER_SIZE else WORD_BYTES

        /** Windows has names of readers in its own characters, in functions of their own. */
        val WIDE = if (Platform.isWindows()) "W" else ""
        val CHARACTER_BYTES = if (Platform.isWindows()) 2L else 1L
        val CHARACTERS = if (Platform.isWindows()) Charsets.UTF_16LE else Charsets.UTF_8

        /** Loaded when the first reader is asked for; on Linux by the name that it has where nobody develops, too. */
        val library: NativeLibrary by lazy {
            val name = when {
                Platform.isWindows() -> "winscard"
                Platform.isMac() -> "/System/Library/Frameworks/PCSC.framework/PCSC"
                else -> "libpcsclite.so.1"
            }
            val convention = if (Platform.isWindows()) Function.ALT_CONVENTION else Function.C_CONVENTION
            NativeLibrary.getInstance(name, mapOf(Library.OPTION_CALLING_CONVENTION to convention))
        }

        fun call(function: String, vararg given: Any?): Int =
            try {
                library.getFunction(function).invokeInt(given)
            } catch (_: UnsatisfiedLinkError) {
                throw TransportException.Failed()
            }

        fun check(status: Int): Unit =
            when (status) {
                0 -> Unit
                in REMOVED -> throw TransportException.CardRemoved()
                in MUTE -> throw TransportException.Timeout()
                CANCELLED -> throw TransportException.Cancelled()
                else -> throw TransportException.Failed()
            }

        /** A number as wide as the system passes one. */
        fun word(number: Int): Any = sized(WORD_BYTES, number.toLong())

        fun sized(bytes: Int, number: Long): Any = if (bytes == 8) number else number.toInt()

        fun Memory.setWord(at: Long, number: Long) =
            if (WORD_BYTES == 8) setLong(at, number) else setInt(at, number.toInt())

        /** The number of so many bytes that a call leaves at a place given to it, to be passed on. */
        fun filled(bytes: Int, call: (Memory) -> Unit): Any {
            val place = Memory(bytes.toLong()).apply(Memory::clear)
            call(place)
            return if (bytes == 8) place.getLong(0) else place.getInt(0)
        }

        /** The word that a call makes of one at a place given to it. */
        inline fun filledWord(before: Long, call: (Memory) -> Unit): Long {
            val place = Memory(WORD_BYTES.toLong()).apply { setWord(0, before) }
            call(place)
            return if (WORD_BYTES == 8) place.getLong(0) else place.getInt(0).toLong()
        }
    }
}
