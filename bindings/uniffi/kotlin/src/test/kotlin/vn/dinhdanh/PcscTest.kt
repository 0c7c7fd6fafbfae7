package vn.dinhdanh

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable
import vn.dinhdanh.pcsc.PcscTransport
import java.io.File

/** Through the system's card service and its virtual reader, on which ../pcscd.sh lays the invented card. */
@EnabledIfEnvironmentVariable(named = "DINHDANH_PCSCD", matches = "1")
class PcscTest {
    /** All but the last member, which counts commands and bytes: short answers need more of them. */
    private fun judged(verdict: String) = verdict.substringBeforeLast(",\"transport\":")

    @Test
    fun overACardReader() = runBlocking {
        val reader = PcscTransport.readers().first()
        assertTrue(reader.waitForCardPresent(10_000))
        repeat(3) {
            PcscTransport.connect(reader).use { transport ->
                Given.session(PcscTransport.LONGEST_ANSWER).use { session ->
                    var steps = 0
                    session.read(transport) { steps += 1 }.use { assertEquals(judged(Given.verdict), judged(Given.judged(it))) }
                    assertTrue(steps > 20)
                }
            }
        }
        val empty = PcscTransport.readers().first { !it.isCardPresent }
        assertThrows(TransportException.CardRemoved::class.java) { PcscTransport.connect(empty) }
        println("pcsc: verdict equal")
        File(setting("DINHDANH_PCSCD_DONE")).writeText("done")
    }
}
