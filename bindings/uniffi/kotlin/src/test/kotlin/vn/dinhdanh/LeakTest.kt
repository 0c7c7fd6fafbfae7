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

    /**
     * What is held for good. JNA gives native memory back in a thread of its own, which a busy machine lets run late: what
     * still shrinks from one collection to the next is no leak.
     */
    private fun heap(): Long {
        var (least, unchanged) = Long.MAX_VALUE to 0
        while (unchanged < 3) {
            System.gc()
            Thread.sleep(100)
            val held = Runtime.getRuntime().run { totalMemory() - freeMemory() }
            unchanged = if (held < least - MEBI / 16) 0 else unchanged + 1
            least = minOf(least, held)
        }
        return least
    }

    private fun resident(): Long =
        File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong() * 1024

    /** Garbage is collected now and then, so that neither figure depends on how much of it the machine let gather. */
    private fun sessions(count: Int) = repeat(count) { time ->
        session(time)
        if (time % 500 == 0) System.gc()
    }

    @Test
    fun tenThousandSessionsLeaveNothingBehind() {
        // Until then tables, code and threads of the virtual machine still grow.
        sessions(SESSIONS)
        val (heapBefore, residentBefore) = heap() to resident()
        sessions(SESSIONS)
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
