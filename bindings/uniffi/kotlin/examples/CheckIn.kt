package vn.dinhdanh.examples

import kotlinx.coroutines.runBlocking
import vn.dinhdanh.CardReading
import vn.dinhdanh.CardSession
import vn.dinhdanh.DinhDanhException
import vn.dinhdanh.ReadRequest
import vn.dinhdanh.TransportException
import vn.dinhdanh.Verification
import vn.dinhdanh.Verifier
import vn.dinhdanh.messageVi
import vn.dinhdanh.pcsc.PcscTransport
import vn.dinhdanh.read
import java.io.File
import kotlin.system.exitProcess

// Check-in at a counter: the clerk scans the QR code of the card with a hand scanner, lays the card on the reader, and
// sees whether it is genuine.
//
//   CheckIn ANCHORS [test]
//
// ANCHORS is the file of certificates that the operator trusts. With `test`, cards of the simulator are read instead.

/** How long the clerk has to lay the card on the reader. */
private const val WAIT_MILLISECONDS = 60_000L

/** Reads and judges one card. `keys` is what the scanner or the clerk gave: QR text, printed zone, or six digits. */
suspend fun checkIn(card: PcscTransport, keys: String, verifier: Verifier, at: Long): Verification =
    ReadRequest().use { request ->
        when {
            '|' in keys -> request.qr(keys.encodeToByteArray())
            keys.trim().length == 6 -> request.can(keys)
            else -> request.mrz(keys)
        }
        CardSession(request, card.longestAnswer).use { session ->
            session.read(card) { print("\rĐang đọc… ${it.file ?: it.stage} ${it.read}   ") }
                .use { reading: CardReading -> verifier.verify(reading, at) }
        }
    }

/** What the clerk sees. This is the one place where a citizen's data are shown. */
fun shown(answer: Verification): List<String> = buildList {
    answer.citizen().use { citizen ->
        add("Họ tên: ${citizen.fullName() ?: "?"}")
        add("Số định danh: ${citizen.idNumber() ?: "?"}")
        add("Ngày sinh: ${citizen.dateOfBirth() ?: "?"}")
    }
    add(if (answer.meetsPolicy()) "THẺ THẬT (${answer.assurance()})" else "KHÔNG CHẤP NHẬN (${answer.assurance()})")
    answer.refusals().forEach { add("  ${it.check}: ${it.reason}") }
}

fun main(arguments: Array<String>) {
    if (arguments.isEmpty()) {
        System.err.println("CheckIn ANCHORS [test]")
        exitProcess(64)
    }
    val verifier = if (arguments.getOrNull(1) == "test") Verifier.testCards() else Verifier.citizenCards()
    try {
        verifier.load(File(arguments[0]).readBytes())
        val reader = PcscTransport.readers().firstOrNull()
            ?: return System.err.println("Không tìm thấy đầu đọc thẻ.")
        print("Quét mã QR trên thẻ (hoặc gõ 6 số CAN): ")
        val keys = readlnOrNull() ?: return
        println("Đặt thẻ lên đầu đọc $reader.")
        val answer = PcscTransport.connect(reader, WAIT_MILLISECONDS).use { card ->
            runBlocking { checkIn(card, keys, verifier, System.currentTimeMillis() / 1000) }
        }
        println()
        answer.use { shown(it).forEach(::println) }
    } catch (e: DinhDanhException) {
        System.err.println("\n${e.messageVi}")
        exitProcess(1)
    } catch (_: TransportException) {
        System.err.println("\nKhông kết nối được với thẻ. Kiểm tra đầu đọc và đặt lại thẻ.")
        exitProcess(1)
    }
}
