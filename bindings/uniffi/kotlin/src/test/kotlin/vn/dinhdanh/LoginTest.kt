package vn.dinhdanh

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.io.IOException
import java.net.CookieManager
import java.net.SocketTimeoutException
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.security.KeyPairGenerator
import java.util.Base64
import javax.crypto.Cipher

private const val HOME = "http://127.0.0.1:8098"
private const val NUMBER = "001199000018"
private val SECRET = "the browser's session secret".toByteArray()

/** Against running providers: the certified oidc-provider and the sandbox of VNeID's envelope, by ../test.sh. */
class LoginTest {
    private fun now() = System.currentTimeMillis() / 1000

    /** Runs a sandbox, and `work` with what it said first and where it is. */
    private fun sandbox(name: String, vararg options: String, work: (List<String>, String) -> Unit) {
        val script = File(setting("DINHDANH_SANDBOXES"), "sandbox_$name.mjs").path
        val command = listOf("node", script, "--port", "0", "--portal", HOME) + options
        val process = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        try {
            val reader = process.inputStream.bufferedReader()
            val said = mutableListOf(reader.readLine())
            while (name == "op" && "new keys" !in said.last()) said += reader.readLine()
            work(said, Regex("""http://127\.0\.0\.1:\d+""").find(said.first())!!.value)
        } finally {
            process.destroy()
            process.waitFor()
        }
    }

    /** What a person does in a browser; the query with which the browser comes back. */
    private fun signIn(address: String, otp: String): String {
        val browser = HttpClient.newBuilder().cookieHandler(CookieManager()).build()
        var here = URI(address)
        fun request() = HttpRequest.newBuilder(here)
        var page = browser.send(request().build(), BodyHandlers.ofString())
        fun follow() {
            while (page.statusCode() in 300..399) {
                here = here.resolve(page.headers().firstValue("location").get())
                if (here.toString().startsWith(HOME)) return
                page = browser.send(request().build(), BodyHandlers.ofString())
            }
        }
        follow()
        val hidden = Regex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""").findAll(page.body())
            .map { it.groupValues[1] to it.groupValues[2].replace("&#38;", "&") }
        val fields = hidden + sequenceOf("login" to NUMBER, "password" to "mau-123", "otp" to otp)
        val form = fields.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, Charsets.UTF_8)}" }
        here = here.resolve(Regex("""<form method="post" action="([^"]*)">""").find(page.body())!!.groupValues[1])
        val posted = request().header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)).build()
        page = browser.send(posted, BodyHandlers.ofString())
        follow()
        return here.rawQuery
    }

    private fun logIn(provider: LoginProvider, wishes: LoginWishes = LoginWishes(), secret: ByteArray = SECRET): Login =
        provider.begin(wishes, SECRET, now()).use { attempt ->
            attempt.carry()
            val query = signIn(attempt.address()!!, if (wishes.level == 2.toUByte()) "111111" else "")
            assertEquals(attempt.state(), provider.answeredState(query))
            attempt.answer(query, secret, now())
            runBlocking { attempt.carryIn() }
            attempt.login()!!
        }

    @Test
    fun openIdConnect() = sandbox("op") { said, origin ->
        fun provider(client: String, more: String): LoginProvider {
            val secret = said.first { it.startsWith("client $client ") }.substringAfterLast(' ')
            val settings = """{"profile": "oidc", "name": "Sandbox", "reach": "loopback", "client_id": "$client",
                "redirect_uri": "$HOME/callback", "issuer": "$origin", "authorization_endpoint": "$origin/auth",
                "token_endpoint": "$origin/token", "jwks_uri": "$origin/jwks", "userinfo_endpoint": "$origin/me",
                "pushed_authorization_request_endpoint": "$origin/request",
                "end_session_endpoint": "$origin/session/end", $more}"""
            return LoginProvider(settings, secret.toByteArray(), null)
        }
        provider("portal-dpop", """"dpop": true, "userinfo": "plain"""").use { provider ->
            logIn(provider, LoginWishes(level = 2u, returnPath = "/ho-so")).use { login ->
                assertEquals(2.toUByte(), login.level())
                login.require(2u, false)
                assertTrue(NUMBER in login.exposeJson())
                assertFalse(NUMBER in login.toString())
                assertTrue("id_token_hint=" in provider.logoutAddress(login, "$HOME/", "s-1"))
            }
            assertEquals("response-state", refused { logIn(provider, secret = "another browser's secret".toByteArray()) }.code)
        }
        provider("portal-jarm", """"signed_answers": true""").use { provider ->
            logIn(provider).use { assertEquals("level-too-low", refused { it.require(2u, false) }.code) }
        }
        provider("portal-par", """"push": true""").use { logIn(it).close() }
    }

    @Test
    fun anEnvelopeOpensWithAKeyThatStaysWhereItIs() {
        val keys = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
        val public = File.createTempFile("public", ".pem").apply {
            deleteOnExit()
            val body = Base64.getMimeEncoder(64, "\n".toByteArray()).encodeToString(keys.public.encoded)
            writeText("-----BEGIN PUBLIC KEY-----\n$body\n-----END PUBLIC KEY-----\n")
        }
        var asked = 0
        val key = object : EnvelopeKey {
            override fun unwrapKey(wrapped: ByteArray): ByteArray {
                asked += 1
                return Cipher.getInstance("RSA/ECB/PKCS1Padding").apply { init(Cipher.DECRYPT_MODE, keys.private) }
                    .doFinal(wrapped)
            }
        }
        val broken = object : EnvelopeKey {
            override fun unwrapKey(wrapped: ByteArray): ByteArray = throw IllegalStateException("key $NUMBER")
        }
        sandbox("vneid", "--key", public.path, "--mode", "ecb", "--code", "encrypted") { _, origin ->
            val settings = """{"profile": "vneid-envelope", "name": "VNeID", "reach": "loopback",
                "client_id": "sandbox-portal", "authentication": "secret-post", "redirect_uri": "$HOME/callback",
                "authorization_endpoint": "$origin/auth", "token_endpoint": "$origin/token",
                "userinfo_endpoint": "$origin/userinfo", "envelope_mode": "ecb", "envelope_aes_bits": 128,
                "encrypted_code": true}"""
            val secret = "sandbox-secret".toByteArray()
            LoginProvider(settings, secret, key).use { provider ->
                logIn(provider).use { assertEquals("origin-too-weak", refused { it.require(1u, false) }.code) }
            }
            assertEquals(3, asked)
            LoginProvider(settings, secret, broken).use { provider ->
                val error = refused { logIn(provider) }
                assertEquals("envelope-open", error.code)
                assertFalse(NUMBER in error.toString())
            }
            assertEquals("profile-invalid", refused { LoginProvider(settings, secret, null) }.code)
        }
    }

    @Test
    fun callsThatFailAndClientsOfOnesOwn() {
        val settings = """{"profile": "cas", "name": "Tỉnh Mẫu", "reach": "loopback", "redirect_uri": "$HOME/callback",
            "cas_login": "http://127.0.0.1:1/login", "cas_validate": "http://127.0.0.1:1/validate"}"""
        LoginProvider(settings, null, null).use { provider ->
            fun away(): LoginAttempt = provider.begin(LoginWishes(), SECRET, now()).also {
                it.carry()
                it.answer("ticket=ST-${it.state()}&state=${it.state()}", SECRET, now())
            }
            away().use { attempt ->
                assertFalse("ST-" in attempt.nextCall()!!.use(HttpCall::toString))
                assertEquals("call-failed", refused { attempt.carry() }.code)
                assertEquals("closed", refused { attempt.nextCall() }.code)
                assertNull(attempt.login())
            }
            val fails = listOf<Pair<String, (HttpCall) -> HttpAnswer>>(
                "call-timeout" to { throw SocketTimeoutException() },
                "call-failed" to { throw IOException() },
                "redirect-refused" to { HttpAnswer(302u, mapOf("Location" to "http://127.0.0.1/"), byteArrayOf(), null) },
                "address-refused" to { HttpAnswer(200u, mapOf(), byteArrayOf(), "169.254.169.254") },
                "too-large" to { HttpAnswer(200u, mapOf(), ByteArray(300_000), null) },
            )
            for ((code, send) in fails) {
                away().use { attempt -> assertEquals(code, refused { attempt.carry(send) }.code) }
            }
        }
    }
}
