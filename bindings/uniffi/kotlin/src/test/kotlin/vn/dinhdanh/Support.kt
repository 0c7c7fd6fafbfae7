package vn.dinhdanh

import org.junit.jupiter.api.Assertions.assertEquals
import java.io.Closeable
import java.io.DataInputStream
import java.io.File
import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.nio.ByteBuffer
import java.nio.file.Files

/** The invented card, lent by the program that all languages read it from, and what reading it must come to. */
object Given {
    private val folder: File = Files.createTempDirectory("dinhdanh").toFile()

    // Ends when its standard input does, which is when this process ends.
    private val server: Process = ProcessBuilder(setting("DINHDANH_CARD_SERVER"), folder.path)
        .redirectError(ProcessBuilder.Redirect.INHERIT).start()

    init {
        check(server.inputStream.bufferedReader().readLine() == "ready") { "the card server does not start" }
    }

    val port: Int = text("port.txt").trim().toInt()
    val mrz: String = text("mrz.txt")
    val at: Long = text("at.txt").trim().toLong()
    val verdict: String = text("verdict.json")
    val anchor: ByteArray = File(folder, "anchor.der").readBytes()

    private fun text(name: String) = File(folder, name).readText()

    fun session(longestAnswer: UInt = 65_536u): CardSession =
        ReadRequest().use { request ->
            request.mrz(mrz)
            CardSession(request, longestAnswer)
        }

    fun verification(reading: CardReading): Verification =
        Verifier.testCards().use { verifier ->
            assertEquals(1uL, verifier.load(anchor).trusted)
            verifier.verify(reading, at)
        }

    fun judged(reading: CardReading): String = verification(reading).use { it.exposeJson() }

    /** The whole way once, to see that nothing was left broken. */
    fun readOnce() {
        SocketCard().use { card ->
            session().use { session ->
                session.run(card, null)
                session.reading().use { assertEquals(verdict, judged(it)) }
            }
        }
    }
}

fun setting(name: String): String =
    System.getenv(name) ?: error("$name is not set: run the tests with bindings/uniffi/test.sh")

/** One card of the server. */
class SocketCard : CardTransport, Closeable {
    private val socket = Socket(InetAddress.getLoopbackAddress(), Given.port).apply { tcpNoDelay = true }
    private val input = DataInputStream(socket.getInputStream().buffered())
    var commands = 0
        private set

    override fun transceive(command: ByteArray): ByteArray {
        commands += 1
        socket.getOutputStream().write(ByteBuffer.allocate(4 + command.size).putInt(command.size).put(command).array())
        return ByteArray(input.readInt()).also(input::readFully)
    }

    @Throws(IOException::class)
    override fun close() = socket.close()
}

/** The exception of a call that must fail. */
inline fun refused(call: () -> Unit): DinhDanhException {
    try {
        call()
    } catch (e: DinhDanhException) {
        return e
    }
    throw AssertionError("the call succeeded")
}
