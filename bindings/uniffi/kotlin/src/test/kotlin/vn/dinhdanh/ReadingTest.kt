package vn.dinhdanh

import android.nfc.Tag
import android.nfc.TagLostException
import android.nfc.tech.IsoDep
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeFalse
import org.junit.jupiter.api.Test
import vn.dinhdanh.android.IsoDepTransport
import vn.dinhdanh.pcsc.PcscTransport
import java.io.File

class ReadingTest {
    @Test
    fun overABlockingTransport() {
        val steps = mutableListOf<Progress>()
        val listener = object : ProgressListener {
            override fun onProgress(progress: Progress) {
                steps += progress
            }
        }
        SocketCard().use { card ->
            Given.session().use { session ->
                session.run(card, listener)
                assertEquals(card.commands + 1, steps.size)
                assertEquals(Stage.CONNECTING, steps.first().stage)
                assertEquals(Stage.DONE, steps.last().stage)
                assertTrue(steps.any { it.file == "DG2" })
                session.reading().use { reading ->
                    assertEquals(Given.verdict, Given.judged(reading))
                    Given.verification(reading).use { answer ->
                        assertTrue(answer.meetsPolicy())
                        assertEquals("NotCloned", answer.assurance())
                        assertEquals(emptyList<Refusal>(), answer.refusals())
                        assertNotNull(answer.exposePortrait())
                        answer.withHolder(true).use { assertEquals("HolderPresent", it.assurance()) }
                        answer.withHolder(false).use { assertTrue(!it.meetsPolicy() && it.refusals().isNotEmpty()) }
                    }
                    CardReading.fromDump(reading.exposeDump().encodeToByteArray(), null).use { again ->
                        assertEquals(reading.files(), again.files())
                    }
                }
                assertEquals("closed", refused { session.reading() }.code)
            }
        }
    }

    @Test
    fun overASuspendingTransport() = runBlocking {
        SocketCard().use { card ->
            val transport = object : AsyncCardTransport {
                override suspend fun transceive(command: ByteArray) =
                    withContext(Dispatchers.IO) { card.transceive(command) }
            }
            Given.session().use { session ->
                val steps = mutableListOf<Progress>()
                session.read(transport) { steps += it }.use { assertEquals(Given.verdict, Given.judged(it)) }
                assertEquals(card.commands + 1, steps.size)
            }
        }
    }

    @Test
    fun fromACoroutine() = runBlocking {
        SocketCard().use { card ->
            Given.session().use { session ->
                val steps = mutableListOf<Progress>()
                session.read(card) { steps += it }.use { assertEquals(Given.verdict, Given.judged(it)) }
                assertEquals(card.commands + 1, steps.size)
            }
        }
    }

    @Test
    fun stepByStep() {
        SocketCard().use { card ->
            Given.session().use { session ->
                while (true) {
                    val command = session.nextCommand() ?: break
                    session.onResponse(card.transceive(command))
                }
                assertEquals(Stage.DONE, session.progress().stage)
                session.reading().use { assertEquals(Given.verdict, Given.judged(it)) }
            }
        }
    }

    @Test
    fun atThePhonesAntenna() {
        SocketCard().use { card ->
            IsoDep.next = IsoDep.Chip(card::transceive)
            val transport = IsoDepTransport.connect(Tag())
            Given.session(transport.longestAnswer).use { session ->
                session.run(transport, null)
                session.reading().use { assertEquals(Given.verdict, Given.judged(it)) }
            }
            transport.close()
        }
        IsoDep.next = IsoDep.Chip { throw TagLostException() }
        Given.session().use { session ->
            val error = refused { session.run(IsoDepTransport.connect(Tag()), null) }
            assertTrue(error is DinhDanhException.Link && error.retryable)
            assertEquals("card-removed", error.code)
        }
        IsoDep.next = null
        assertThrows(TransportException.Failed::class.java) { IsoDepTransport.connect(Tag()) }
    }

    @Test
    fun withoutACardService() {
        assumeFalse(File("/run/pcscd/pcscd.comm").exists())
        assertThrows(TransportException.Failed::class.java) { PcscTransport.readers() }
        assertThrows(TransportException.Failed::class.java) { PcscTransport.connect("no such reader", 60_000) }
    }

    @Test
    fun wipedAndClosedSessions() {
        val session = Given.session()
        session.nextCommand()
        session.wipe()
        assertEquals("cancelled", refused { session.nextCommand() }.code)
        assertEquals("closed", refused { session.progress() }.code)
        session.close()
        assertThrows(IllegalStateException::class.java) { session.nextCommand() }
        session.close()
    }

    @Test
    fun versions() {
        assertEquals("0.1.0", version())
        assertEquals(1u, abiVersion())
        val codes = errorCodes()
        assertEquals(codes.size, codes.map { it.code }.toSet().size)
        assertTrue(codes.all { it.messageVi.endsWith(".") && it.messageEn.endsWith(".") && it.messageVi != it.messageEn })
        assertEquals(setOf("input", "card", "key", "link", "caller", "internal"), codes.map { it.category }.toSet())
    }
}
