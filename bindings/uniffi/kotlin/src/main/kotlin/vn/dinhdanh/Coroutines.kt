package vn.dinhdanh

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.job
import kotlinx.coroutines.runInterruptible

/**
 * Reads the chip on a thread for blocking work and gives what was read.
 *
 * Cancelling the coroutine interrupts that thread and ends the session at its next step. [onProgress] is called on that
 * thread before every command; what it throws is ignored.
 *
 * @throws DinhDanhException what the transport says, and what ends the session
 */
@Throws(DinhDanhException::class, CancellationException::class)
public suspend fun CardSession.read(
    transport: CardTransport,
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
    onProgress: ((Progress) -> Unit)? = null,
): CardReading {
    val job = currentCoroutineContext().job
    val steps = SafeTransport(transport) { job.isActive }
    return orCancelled(job) {
        runInterruptible(dispatcher) {
            run(steps, onProgress?.let(::listener))
            reading()
        }
    }
}

/**
 * As [read], over a transport that suspends.
 *
 * @throws DinhDanhException what the transport says, and what ends the session
 */
@Throws(DinhDanhException::class, CancellationException::class)
public suspend fun CardSession.read(
    transport: AsyncCardTransport,
    onProgress: ((Progress) -> Unit)? = null,
): CardReading =
    orCancelled(currentCoroutineContext().job) {
        runAsync(SafeAsyncTransport(transport), onProgress?.let(::listener))
        reading()
    }

/** Who cancelled a coroutine does not expect an error from it. */
private suspend fun <T> orCancelled(job: Job, call: suspend () -> T): T =
    try {
        call()
    } catch (e: DinhDanhException) {
        job.ensureActive()
        throw e
    }

/** Nothing but an exception of the SDK may leave a callback: the layer below would lose an Error. */
private class SafeTransport(private val transport: CardTransport, private val isWanted: () -> Boolean) : CardTransport {
    override fun transceive(command: ByteArray): ByteArray {
        if (!isWanted()) throw TransportException.Cancelled()
        return try {
            transport.transceive(command)
        } catch (e: TransportException) {
            throw e
        } catch (_: InterruptedException) {
            throw TransportException.Cancelled()
        } catch (_: Throwable) {
            throw TransportException.Failed()
        }
    }
}

private class SafeAsyncTransport(private val transport: AsyncCardTransport) : AsyncCardTransport {
    override suspend fun transceive(command: ByteArray): ByteArray =
        try {
            transport.transceive(command)
        } catch (e: TransportException) {
            throw e
        } catch (_: CancellationException) {
            throw TransportException.Cancelled()
        } catch (_: Throwable) {
            // Left to itself, an Error would end the coroutine without an answer, and the session would wait forever.
            throw TransportException.Failed()
        }
}

private fun listener(tell: (Progress) -> Unit): ProgressListener =
    object : ProgressListener {
        override fun onProgress(progress: Progress) {
            try {
                tell(progress)
            } catch (_: Throwable) {
                throw TransportException.Failed()
            }
        }
    }
