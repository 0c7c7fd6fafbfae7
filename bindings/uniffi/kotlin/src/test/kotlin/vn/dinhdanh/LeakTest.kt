package vn.dinhdanh

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

private const val SESSIONS = 10_000
private const val MEBI = 1 shl 20

class LeakTest {
    private val broken = object : CardTransport {
        override fun transceive(command: ByteArray) = byteArrayOf(0x6F, 0)
    }
    private val brokenToo = object : AsyncCardTransport {
        override suspend fun transceive(command: ByteArray) = byteArrayOf(0x6F, 0)
    }

    private val verifier = Verifier.testCards().apply { load(Given.anchor) }

    /** A session of every kind, in turn; all end with an error, as bad contacts do. */
    private fun session(time: Int) {
        Given.session().use { session ->
            when (time % 4) {
                0 -> refused { session.run(broken, null) }
                1 -> runBlocking { refused { session.runAsync(brokenToo, null) } }
                2 -> {
                    session.nextCommand()
                    session.onResponse(byteArrayOf(0x6A, 0x82.toByte()))
                }
                else -> session.nextCommand()
            }
            if (time % 10 == 0) {
                session.reading().use { verifier.verify(it, Given.at).use { answer -> answer.citizen().close() } }
            }
        }
    }

    /** The least of several looks: what cleaners hold goes away some time after a collection, on a thread of theirs. */
    private fun heap(): Long = (1..10).minOf {
        System.gc()
        Thread.sleep(100)
        Runtime.getRuntime().run { totalMemory() - freeMemory() }
    }

    private fun resident(): Long =
        File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong() * 1024

    @Test
    fun tenThousandSessionsLeaveNothingBehind() {
        // Until then tables, code and threads of the virtual machine still grow.
        repeat(SESSIONS, ::session)
        val (heapBefore, residentBefore) = heap() to resident()
        repeat(SESSIONS, ::session)
        val (heapAfter, residentAfter) = heap() to resident()
        val (heap, resident) = heapAfter - heapBefore to residentAfter - residentBefore
        println("$SESSIONS sessions: heap ${heapBefore / 1024} KiB, then ${heap / 1024} KiB more; " +
            "resident ${residentBefore / 1024} KiB, then ${resident / 1024} KiB more")
        // One leaked session would be some 10 KB: these bounds are less than one leak in ten. The heap of the virtual
        // machine counts for nothing here, because all of it is resident from the beginning (pom.xml).
        assertTrue(heap < 2 * MEBI, "heap grew by $heap bytes")
        assertTrue(resident < 16 * MEBI, "the process grew by $resident bytes")
    }
}
