package vn.dinhdanh

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File
import java.util.Base64

/** The vectors that every language runs. */
class VectorsTest {
    private val folder = File(setting("DINHDANH_VECTORS"))

    private fun JsonObject.text(name: String): String = get(name).asString
    private fun JsonObject.number(name: String): Long = get(name).asLong
    private fun JsonObject.file(name: String): ByteArray = File(folder, text(name)).readBytes()

    private fun call(name: String, input: JsonObject): String = when (name) {
        "personal_number" -> PersonalNumber.parse(input.text("text")).use { it.exposeJson() }
        "card_qr" -> CardQr.parse(Base64.getDecoder().decode(input.text("base64"))).use { it.exposeJson() }
        "mrz" -> Mrz.parse(input.text("text")).use { it.exposeJson(input.number("at")) }
        "mrz_recognised" -> Mrz.fromRecognised(input.text("text")).use { it.exposeJson(input.number("at")) }
        "repair_scan" -> repairScan(input.text("text"))
        "read_qr" -> {
            val payloads = JsonArray()
            for (code in readQr(input.file("file"))) {
                payloads.add(JsonPrimitive(Base64.getEncoder().encodeToString(code.exposeBytes())))
            }
            payloads.toString()
        }
        "verify_dump" -> verifyDump(input)
        "id_token" -> {
            val level = input.number("required_level").toUByte()
            val check = IdTokenCheck(input.text("issuer"), input.text("client_id"), level, input.number("now"))
            input.text("nonce").takeIf(String::isNotEmpty)?.let(check::nonce)
            check.verify(input.text("token"), input.text("jwks")).use { it.exposeJson() }
        }
        "check_stays" ->
            checkStays(input.text("declarations").encodeToByteArray(), input.number("at"), input.number("remote") == 1L)
        "foreign_guests_xml" -> foreignGuestsXml(input.text("declarations").encodeToByteArray()).use {
            Base64.getEncoder().encodeToString(it.exposeBytes()) + " " + it.leftOut()
        }
        else -> error("no such call: $name")
    }

    private fun verifyDump(input: JsonObject): String {
        val verifier = when (input.text("policy")) {
            "test" -> Verifier.testCards()
            "citizen" -> Verifier.citizenCards()
            else -> Verifier.travelDocuments()
        }
        if (input.text("anchors").isNotEmpty()) verifier.load(input.file("anchors"))
        val hex = input.text("challenge")
        val challenge = if (hex.isEmpty()) null else hex.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        return CardReading.fromDump(input.file("file"), challenge).use { reading ->
            verifier.verify(reading, input.number("at")).use { it.exposeJson() }
        }
    }

    @Test
    fun everyCode() {
        val known = errorCodes().map { "${it.code} ${it.category} ${if (it.retryable) "yes" else "no"}" }
        assertEquals(File(folder, "error_codes.txt").readLines(), known)
        println("codes: ${known.size}")
    }

    @Test
    fun everyVector() {
        val vectors = JsonParser.parseString(File(folder, "vectors.json").readText()).asJsonArray.map { it.asJsonObject }
        val failed = mutableListOf<String>()
        for (vector in vectors) {
            val expect = vector.getAsJsonObject("expect")
            val expected = expect["error"]?.let { "error ${it.asString}" } ?: expect.text("json")
            val given = try {
                call(vector.text("call"), vector.getAsJsonObject("input"))
            } catch (e: DinhDanhException) {
                "error ${e.code}"
            }
            if (given != expected) failed += "${vector.text("name")}: $given, not $expected"
        }
        assertEquals(emptyList<String>(), failed)
        assertTrue(vectors.isNotEmpty())
        println("vectors: ${vectors.size}")
    }
}
