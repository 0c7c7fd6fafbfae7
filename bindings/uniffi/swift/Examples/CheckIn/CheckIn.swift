import DinhDanh
import Foundation

// Check-in at a counter: the clerk scans the QR code of the card with a hand scanner, lays the card on the reader, and
// sees whether it is genuine; then comes the next guest.
//
//   CheckIn ANCHORS [--reader NAME] [--test-cards] [--lent PORT] [--at SECONDS]
//
// ANCHORS is the file of certificates that the operator trusts. The first reader is used where none is named. With
// --test-cards, cards of the simulator are read instead; with --lent, from the port of `card_server`, without a reader.
// --at judges as of that time (Unix) instead of now. Exit code 0: every card was accepted; 1: one was not; 64: usage.

/// Reads and judges one card. `keys` is what the scanner or the clerk gave: QR text, printed zone, or six digits.
func checkIn(_ card: any CardTransport, keys: String, verifier: Verifier, at: Int64) async throws -> Verification {
    let request = ReadRequest()
    if keys.contains("|") {
        try request.qr(bytes: Data(keys.utf8))
    } else if keys.count == 6 {
        try request.can(digits: keys)
    } else {
        try request.mrz(text: keys)
    }
    let session = try ReadingSession(request: request, longestAnswer: PcscTransport.longestAnswer)
    let reading = try await session.read(card) { step in
        note("\rĐang đọc… \(step.file ?? "\(step.stage)") \(step.read)   ")
    }
    note("\r")
    return try verifier.verify(reading: reading, at: at)
}

/// What the clerk sees. This is the one place where a citizen's data are shown.
func shown(_ answer: Verification) -> [String] {
    let citizen = answer.citizen()
    let verdict = answer.meetsPolicy() ? "THẺ THẬT" : "KHÔNG CHẤP NHẬN"
    return [
        "Họ tên: \(citizen.fullName() ?? "?")",
        "Số định danh: \(citizen.idNumber() ?? "?")",
        "Ngày sinh: \(citizen.dateOfBirth() ?? "?")",
        "\(verdict) (\(answer.assurance()))",
    ] + answer.refusals().map { "  \($0.check): \($0.reason)" }
}

@main
struct Counter {
    var anchors = ""
    var reader: String?
    var testCards = false
    var port: UInt16?
    var at: Int64?

    static func main() async {
        guard let counter = Counter(CommandLine.arguments.dropFirst()) else {
            note("CheckIn ANCHORS [--reader NAME] [--test-cards] [--lent PORT] [--at SECONDS]\n")
            exit(64)
        }
        do {
            exit(try await counter.work() ? 0 : 1)
        } catch {
            note("\(said(error))\n")
            exit(1)
        }
    }

    init?(_ arguments: some Sequence<String>) {
        var rest = arguments.makeIterator()
        while let word = rest.next() {
            switch word {
            case "--test-cards": testCards = true
            case "--reader": reader = rest.next()
            case "--lent": port = rest.next().flatMap(UInt16.init)
            case "--at": at = rest.next().flatMap(Int64.init)
            default: anchors = word
            }
        }
        if anchors.isEmpty { return nil }
    }

    /// Serves one guest after another, until there is no more input. Whether every card was accepted.
    private func work() async throws -> Bool {
        let verifier = testCards ? Verifier.testCards() : Verifier.citizenCards()
        _ = try verifier.load(file: Data(contentsOf: URL(fileURLWithPath: anchors)))
        var allAccepted = true
        while let keys = nextKeys() {
            do {
                let card = try insertedCard()
                defer { (card as? PcscTransport)?.close() }
                let now = at ?? Int64(Date().timeIntervalSince1970)
                let answer = try await checkIn(card, keys: keys, verifier: verifier, at: now)
                shown(answer).forEach { print($0) }
                allAccepted = allAccepted && answer.meetsPolicy()
            } catch {
                // The guest has to lay the card down again; the counter stays open.
                note("\n\(said(error))\n")
                allAccepted = false
            }
        }
        return allAccepted
    }

    /// The QR text, six digits, or the three lines of the printed zone.
    private func nextKeys() -> String? {
        note("Quét mã QR trên thẻ (hoặc gõ 6 số CAN, hoặc quét vùng MRZ): ")
        var lines: [String] = []
        while let line = readLine()?.trimmingCharacters(in: .whitespaces) {
            if line.isEmpty { continue }
            lines.append(line)
            if !line.contains("<") || lines.count == 3 { return lines.joined(separator: "\n") }
        }
        return nil
    }

    private func insertedCard() throws -> any CardTransport {
        if let port { return try SocketCard(port: port) }
        guard let name = try reader ?? PcscTransport.readers().first else { throw TransportError.Failed }
        note("Đặt thẻ lên đầu đọc \(name).\n")
        return try PcscTransport.connect(name, waiting: 30)
    }
}

private func said(_ error: any Error) -> String {
    (error as? DinhDanhError)?.messageVi ?? error.localizedDescription
}

private func note(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
}
