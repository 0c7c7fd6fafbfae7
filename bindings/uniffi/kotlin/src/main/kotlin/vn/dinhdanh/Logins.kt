package vn.dinhdanh

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.io.IOException
import java.io.InputStream
import java.net.HttpURLConnection
import java.net.InetAddress
import java.net.SocketTimeoutException
import java.net.URI
import java.util.concurrent.TimeUnit

/**
 * Makes the calls of a login until there is none for now: then the browser's turn has come, or the login is there.
 *
 * [send] makes one call, with the HTTP client of the app; [makeCall] does otherwise. An [IOException] of it ends the
 * login as a call that failed.
 *
 * @throws DinhDanhException whatever speaks against the login
 */
@Throws(DinhDanhException::class)
public fun LoginAttempt.carry(send: (HttpCall) -> HttpAnswer = ::makeCall): Unit =
    carry(::nextCall, ::onAnswer, ::onFailure, send)

/** As for a login: until the logout token was checked. */
@Throws(DinhDanhException::class)
public fun LogoutNotice.carry(send: (HttpCall) -> HttpAnswer = ::makeCall): Unit =
    carry(::nextCall, ::onAnswer, ::onFailure, send)

/** As [carry], away from the thread of the screen. */
@Throws(DinhDanhException::class)
public suspend fun LoginAttempt.carryIn(
    dispatcher: CoroutineDispatcher = Dispatchers.IO,
    send: (HttpCall) -> HttpAnswer = ::makeCall,
): Unit = runInterruptible(dispatcher) { carry(send) }

private inline fun carry(
    next: () -> HttpCall?,
    answered: (HttpAnswer) -> Unit,
    failed: (Boolean) -> Unit,
    send: (HttpCall) -> HttpAnswer,
) {
    while (true) {
        val call = next() ?: return
        call.use {
            try {
                send(it).use(answered)
            } catch (_: SocketTimeoutException) {
                failed(true)
            } catch (_: IOException) {
                failed(false)
            }
        }
    }
}

/**
 * Makes one call as its rules say: to its address only, certificate checked, no redirect followed, bounded in size and
 * time. Works on the JVM and on Android.
 *
 * @throws IOException the call failed
 */
@Throws(IOException::class)
public fun makeCall(call: HttpCall): HttpAnswer {
    val url = URI(call.exposeUrl()).toURL()
    // Which of them the connection takes is not known: none may be one that the call may not go to.
    if (InetAddress.getAllByName(url.host).any { !call.admits(it.hostAddress.substringBefore('%')) }) {
        throw IOException("an address that this call may not go to")
    }
    val limit = TimeUnit.SECONDS.toMillis(call.timeoutSeconds().toLong())
    val deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit)
    val connection = url.openConnection() as HttpURLConnection
    try {
        connection.instanceFollowRedirects = false
        connection.useCaches = false
        connection.connectTimeout = limit.toInt()
        connection.readTimeout = limit.toInt()
        connection.requestMethod = call.method()
        call.exposeHeaders().forEach(connection::setRequestProperty)
        call.exposeBody()?.let { body ->
            connection.doOutput = true
            connection.outputStream.use { it.write(body.toByteArray()) }
        }
        val status = connection.responseCode
        if (status !in 100..999) throw IOException("no HTTP")
        val headers = connection.headerFields.entries.filter { it.key != null }.associate { it.key to it.value.last() }
        val content = if (status < 400) connection.inputStream else connection.errorStream
        val body = content?.use { it.upTo(call.longestAnswer().toInt() + 1, deadline) } ?: byteArrayOf()
        return HttpAnswer(status.toUShort(), headers, body, null)
    } finally {
        connection.disconnect()
    }
}

/** A server that gives one byte at a time is not waited for. */
private fun InputStream.upTo(most: Int, deadline: Long): ByteArray {
    val all = java.io.ByteArrayOutputStream()
    val part = ByteArray(8192)
    while (all.size() < most) {
        val count = read(part, 0, minOf(part.size, most - all.size()))
        if (count < 0) break
        all.write(part, 0, count)
        if (System.nanoTime() > deadline) throw SocketTimeoutException()
    }
    return all.toByteArray()
}
