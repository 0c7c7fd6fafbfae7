package vn.dinhdanh

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.TimeUnit
import kotlin.random.Random

private const val TIMES = 1_000
private const val SECRET = "Nguyễn Thị Bí Mật 001199000018"

/** Whatever a transport does: a typed exception, the process alive, the library as usable as before. */
class HostileTransportTest {
    private fun blocking(answer: (ByteArray) -> ByteArray) = object : CardTransport {
        override fun transceive(command: ByteArray) = answer(command)
    }

    private fun suspending(answer: suspend (ByteArray) -> ByteArray) = object : AsyncCardTransport {
        override suspend fun transceive(command: ByteArray) = answer(command)
    }

    /** What transports throw, and the code that it becomes. */
    private val thrown: List<Pair<String, () -> Throwable>> = listOf(
        "transport-failed" to { IOException(SECRET) },
        "transport-failed" to { IllegalStateException(SECRET, IOException(SECRET)) },
        "transport-failed" to { TransportException.Failed() },
        "card-removed" to { TransportException.CardRemoved() },
        "card-mute" to { TransportException.Timeout() },
        "cancelled" to { TransportException.Cancelled() },
    )

    @AfterEach
    fun stillReads() = Given.readOnce()

    private fun expect(code: String, error: DinhDanhException) {
        assertEquals(code, error.code)
        assertFalse("Bí Mật" in error.stackTraceToString())
    }

    @Test
    fun throwing() {
        repeat(TIMES) { time ->
            val (code, failure) = thrown[time % thrown.size]
            Given.session().use { session ->
                expect(code, refused { session.run(blocking { throw failure() }, null) })
            }
        }
    }

    @Test
    fun throwingWhileSuspended() = runBlocking {
        repeat(TIMES) { time ->
            val (code, failure) = thrown[time % thrown.size]
            Given.session().use { session ->
                val transport = suspending {
                    if (time % 2 == 0) delay(1)
                    throw failure()
                }
                expect(code, refused { session.runAsync(transport, null) })
            }
        }
    }

    @Test
    fun throwingErrorsThroughTheWrappers() = runBlocking {
        repeat(TIMES) { time ->
            Given.session().use { session ->
                val failure = if (time % 2 == 0) StackOverflowError(SECRET) else AssertionError(SECRET)
                expect("transport-failed", refused { session.read(blocking { throw failure }) })
            }
            Given.session().use { session ->
                expect("transport-failed", refused { session.read(suspending { throw AssertionError(SECRET) }) })
            }
        }
    }

    @Test
    fun answeringGarbage() {
        val random = Random(7)
        repeat(TIMES) { time ->
            // Some answers seem to go well for a while before nonsense comes.
            val sane = if (time % 4 == 0) SocketCard() else null
            Given.session().use { session ->
                var steps = 0
                val transport = blocking { command ->
                    steps += 1
                    val garbage = random.nextBytes(random.nextInt(300))
                    if (random.nextBoolean() && garbage.size > 1) {
                        garbage[garbage.size - 2] = 0x90.toByte()
                        garbage[garbage.size - 1] = 0
                    }
                    if (sane != null && steps < 2 + time % 12) sane.transceive(command) else garbage
                }
                val error = refused { session.run(transport, null) }
                assertTrue(error.code in known && error.code != "internal", error.toString())
            }
            sane?.close()
        }
    }

    private val known = errorCodes().map { it.code }.toSet()

    @Test
    fun hangingUntilCancelled() {
        val threads = Executors.newCachedThreadPool()
        repeat(TIMES) {
            Given.session().use { session ->
                val started = CountDownLatch(1)
                val released = CountDownLatch(1)
                val transport = blocking {
                    started.countDown()
                    released.await()
                    byteArrayOf(0x90.toByte(), 0)
                }
                val outcome = threads.submit<DinhDanhException> { refused { session.run(transport, null) } }
                assertTrue(started.await(10, TimeUnit.SECONDS))
                session.cancel()
                released.countDown()
                expect("cancelled", outcome.get(10, TimeUnit.SECONDS))
                assertTrue(session.isCancelled())
            }
        }
        threads.shutdown()
    }

    @Test
    fun hangingInACoroutineThatIsCancelled() = runBlocking {
        repeat(TIMES) { time ->
            Given.session().use { session ->
                val started = CompletableDeferred<Unit>()
                val reading: Job = launch(Dispatchers.Default) {
                    if (time % 2 == 0) {
                        session.read(blocking {
                            started.complete(Unit)
                            SynchronousQueue<ByteArray>().take()
                        })
                    } else {
                        session.read(suspending {
                            started.complete(Unit)
                            awaitCancellation()
                        })
                    }
                }
                started.await()
                reading.cancelAndJoin()
                assertTrue(reading.isCancelled)
                // It ended, so that the session is not at work any more.
                session.reading().close()
            }
        }
    }

    @Test
    fun callingBack() {
        repeat(TIMES) { time ->
            Given.session().use { session ->
                var inner: DinhDanhException? = null
                lateinit var transport: CardTransport
                transport = blocking {
                    inner = refused {
                        when (time % 4) {
                            0 -> session.nextCommand()
                            1 -> session.onResponse(byteArrayOf(0x90.toByte(), 0))
                            2 -> session.run(transport, null)
                            else -> session.reading()
                        }
                    }
                    session.progress()
                    if (time % 8 < 4) throw inner
                    session.wipe()
                    byteArrayOf(0x90.toByte(), 0)
                }
                val outer = refused { session.run(transport, null) }
                expect("session-busy", inner!!)
                expect(if (time % 8 < 4) "transport-failed" else "cancelled", outer)
            }
        }
    }

    @Test
    fun listenersThatThrow() {
        val listener = object : ProgressListener {
            override fun onProgress(progress: Progress) = throw IllegalStateException(SECRET)
        }
        SocketCard().use { card ->
            Given.session().use { session ->
                session.run(card, listener)
                session.reading().use { assertEquals(Given.verdict, Given.judged(it)) }
            }
        }
    }

    @Test
    fun manySessionsAtOnce() {
        val threads = Executors.newFixedThreadPool(4)
        List(8) { threads.submit(Given::readOnce) }.forEach { it.get(60, TimeUnit.SECONDS) }
        threads.shutdown()
    }
}
