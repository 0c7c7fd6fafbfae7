package vn.dinhdanh

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Base64

/** Nothing of a citizen in any text that a program makes without asking for it. */
class CanaryTest {
    private val qrText = "001199000018|123456789|Nguyễn Thị Mẫu|01011999|Nữ|Số 1 Phố Thử Nghiệm, Hà Nội|05052021"
    private val ofQr = listOf("001199000018", "123456789", "Nguyễn", "Mẫu", "01011999", "1999-01-01", "Phố Thử Nghiệm")

    private fun check(texts: List<String>, canaries: List<String>) {
        assertTrue(canaries.size >= 5, "$canaries")
        for (text in texts) for (canary in canaries) assertFalse(canary in text, "$canary in $text")
    }

    private fun all(error: Throwable) =
        listOf(error.toString(), error.message.orEmpty(), error.localizedMessage.orEmpty(), error.stackTraceToString())

    @Test
    fun objectsOfACard() {
        SocketCard().use { card ->
            val request = ReadRequest().apply { mrz(Given.mrz) }
            val session = CardSession(request, 65_536u)
            val texts = mutableListOf(request.toString(), session.toString())
            session.run(card, object : ProgressListener {
                override fun onProgress(progress: Progress) {
                    texts += progress.toString()
                    texts += session.toString()
                }
            })
            val reading = session.reading()
            val verifier = Verifier.testCards()
            texts += verifier.load(Given.anchor).toString()
            val answer = verifier.verify(reading, Given.at)
            val stranger = Verifier.testCards().verify(reading, Given.at)
            val citizen = answer.citizen()
            texts += listOf(session, reading, verifier, answer, citizen, stranger, stranger.refusals()).map(Any::toString)
            val canaries = listOfNotNull(
                citizen.idNumber(), citizen.oldIdNumber(), citizen.fullName(), citizen.dateOfBirth(),
                citizen.address(), citizen.placeOfOrigin(), citizen.issued(), citizen.expires(),
            ) + citizen.fullName()!!.split(' ').filter { it.length > 3 } + Given.mrz.lines().map { it.take(20) }
            check(texts, canaries)
            assertTrue(citizen.idNumber()!! in answer.exposeJson(), "the canary is what the card says")
        }
    }

    @Test
    fun objectsOfPrintedData() {
        val qr = CardQr.parse(qrText.encodeToByteArray())
        assertEquals("001199000018", qr.citizen().idNumber())
        val number = PersonalNumber.parse("001199000018")
        val request = ReadRequest().apply { qr(qrText.encodeToByteArray()) }
        val check = IdTokenCheck("issuer", "client", 1u, 0).apply { nonce("01011999"); accessToken("123456789") }
        check(
            listOf(qr, qr.citizen(), qr.issues(), number, request, request.missing(), check).map(Any::toString),
            ofQr,
        )
        assertEquals("PersonalNumber(${number.masked()})", number.toString())
    }

    @Test
    fun exceptions() {
        val hidden = Base64.getUrlEncoder().withoutPadding().encodeToString(qrText.encodeToByteArray())
        val calls = listOf<() -> Unit>(
            { PersonalNumber.parse("001199000018 Nguyễn") },
            { CardQr.parse(qrText.replace('|', '\u0001').encodeToByteArray()) },
            { CardQr.parse(qrText.replace('|', ';').encodeToByteArray()) },
            { CardQr.parse(qrText.encodeToByteArray() + byteArrayOf(-1)) },
            { Mrz.parse(qrText) },
            { Mrz.fromRecognised(qrText) },
            { ReadRequest().can("001199000018") },
            { ReadRequest().mrz("001199000018,01011999,123456789") },
            { CardReading.fromDump("{\"name\": \"$qrText\"}".encodeToByteArray(), null) },
            { CardReading.fromDump("{\"$qrText".encodeToByteArray(), null) },
            { CardReading.fromDump("{}".encodeToByteArray(), qrText.encodeToByteArray()) },
            { Verifier.citizenCards().load(qrText.encodeToByteArray()) },
            { IdTokenCheck("issuer", "client", 1u, 0).verify("$hidden.$hidden.$hidden", "{\"keys\":[]}") },
            { IdTokenCheck("issuer", "client", 1u, 0).verify(qrText, qrText) },
            { checkStays("[{\"stay_id\": \"$qrText\"}]".encodeToByteArray(), 0, false) },
            { checkStays("[$qrText".encodeToByteArray(), 0, false) },
            { ImportedStays.fromList(qrText.encodeToByteArray(), ListTerms("mau", "inn"), 0) },
            { foreignGuestsXml(qrText.encodeToByteArray()) },
            { portalWorkbook(qrText.encodeToByteArray(), "[]".encodeToByteArray()) },
            { readQr(qrText.encodeToByteArray()) },
            { FrameScanner(null).grey(qrText.encodeToByteArray().toDirectBuffer(), 1000u, 1000u, 1000u) },
        )
        for ((position, call) in calls.withIndex()) {
            val error = try {
                refused(call)
            } catch (e: AssertionError) {
                throw AssertionError("call $position", e)
            }
            check(all(error), ofQr)
            assertTrue(error.messageVi.isNotEmpty() && error.messageEn in error.toString() && error.code in error.toString())
        }
    }

    @Test
    fun textThatIsNone() {
        // Half a surrogate pair is no character; the layer below refuses it before Rust sees it.
        val error = runCatching { PersonalNumber.parse("Nguyễn 001199000018 \uD800") }.exceptionOrNull()!!
        check(all(error), ofQr)
        Given.readOnce()
    }

    @Test
    fun transportsThatTalk() {
        val talking = object : CardTransport {
            override fun transceive(command: ByteArray): ByteArray = throw IllegalStateException(qrText)
        }
        Given.session().use { session -> check(all(refused { session.run(talking, null) }), ofQr) }
    }
}
