package vn.dinhdanh

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable
import vn.dinhdanh.examples.main
import vn.dinhdanh.pcsc.PcscTransport
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream

/** Through the system's card service and its virtual reader, on which ../pcscd.sh lays the invented card. */
@EnabledIfEnvironmentVariable(named = "DINHDANH_PCSCD", matches = "1")
class PcscTest {
    /** What the program for a counter shows of a card whose zone was scanned. */
    private fun counter(scanned: String): String {
        val (given, shown) = System.`in` to System.out
        val anchor = File.createTempFile("anchor", ".der").apply { writeBytes(Given.anchor) }
        val screen = ByteArrayOutputStream()
        try {
            System.setIn(scanned.byteInputStream())
            System.setOut(PrintStream(screen, true, Charsets.UTF_8))
            main(arrayOf(anchor.path, "test"))
        } finally {
            System.setIn(given)
            System.setOut(shown)
            anchor.delete()
        }
        return screen.toString(Charsets.UTF_8)
    }

    @Test
    fun overACardReader(): Unit = runBlocking {
        val (reader, empty) = PcscTransport.readers()
        repeat(3) {
            PcscTransport.connect(reader, 10_000).use { transport ->
                assertEquals(65_536u, transport.longestAnswer)
                Given.session(transport.longestAnswer).use { session ->
                    var steps = 0
                    session.read(transport) { steps += 1 }.use { assertEquals(Given.verdict, Given.judged(it)) }
                    assertTrue(steps > 10)
                }
                // Nobody else has the card meanwhile.
                assertThrows(TransportException.Timeout::class.java) { PcscTransport.connect(reader) }
            }
        }
        assertThrows(TransportException.CardRemoved::class.java) { PcscTransport.connect(empty) }
        assertThrows(TransportException.CardRemoved::class.java) { PcscTransport.connect("no such reader", 300) }
        val closed = PcscTransport.connect(reader).apply(PcscTransport::close)
        assertThrows(TransportException.CardRemoved::class.java) { closed.transceive(byteArrayOf(0)) }
        closed.close()
        val shown = counter("${Given.mrz.lines().joinToString("")}\n")
        assertTrue("THẺ THẬT (NotCloned)" in shown, shown)
        println("pcsc: verdict equal")
        File(setting("DINHDANH_PCSCD_DONE")).writeText("done")
    }
}
