import DinhDanh
import Foundation
import XCTest

@testable import CheckIn

#if canImport(CoreNFC)
import CoreNFC
#endif

final class ReadingTests: XCTestCase {
    private func assertVerdict(_ reading: CardReading, file: StaticString = #filePath, line: UInt = #line) throws {
        let judged = try Given.card.judged(reading)
        XCTAssertTrue(judged.utf8.elementsEqual(Given.card.verdict.utf8), judged, file: file, line: line)
    }

    func testOverABlockingTransport() throws {
        let card = try Given.card.insert()
        let session = try Given.card.session()
        let steps = Kept<ReadingProgress>()
        try session.run(transport: card, listener: Told(steps.add))
        XCTAssertEqual(steps.all.count, card.commands + 1)
        XCTAssertEqual(steps.all.first?.stage, .connecting)
        XCTAssertEqual(steps.all.last?.stage, .done)
        XCTAssertTrue(steps.all.contains { $0.file == "DG2" })
        let reading = try session.reading()
        try assertVerdict(reading)
        let answer = try Given.card.verification(reading)
        XCTAssertTrue(answer.meetsPolicy())
        XCTAssertEqual(answer.assurance(), "NotCloned")
        XCTAssertEqual(answer.refusals(), [])
        XCTAssertNotNil(answer.exposePortrait())
        XCTAssertEqual(answer.withHolder(same: true).assurance(), "HolderPresent")
        XCTAssertFalse(answer.withHolder(same: false).meetsPolicy())
        XCTAssertFalse(answer.withHolder(same: false).refusals().isEmpty)
        let again = try CardReading.fromDump(json: Data(reading.exposeDump().utf8), challenge: nil)
        XCTAssertEqual(again.files(), reading.files())
        XCTAssertEqual(try refused { try session.reading() }.code, "closed")
    }

    func testOverATransportThatIsWaitedFor() async throws {
        let card = try Given.card.insert()
        let waiting = Waiting { command in
            await Task.yield()
            return try card.transceive(command: command)
        }
        let session = try Given.card.session()
        try await session.runAsync(transport: waiting, listener: nil)
        try assertVerdict(session.reading())
    }

    func testThroughTheWrappers() async throws {
        let steps = Kept<ReadingProgress>()
        let card = try Given.card.insert()
        try await assertVerdict(Given.card.session().read(card) { steps.add($0) })
        XCTAssertEqual(steps.all.count, card.commands + 1)

        let another = try Given.card.insert()
        let waiting = Waiting { try another.transceive(command: $0) }
        try await assertVerdict(Given.card.session().read(waiting) { steps.add($0) })
        XCTAssertEqual(steps.all.count, 2 * (card.commands + 1))
    }

    func testStepByStep() throws {
        let card = try Given.card.insert()
        let session = try Given.card.session()
        while let command = try session.nextCommand() {
            try session.onResponse(answer: card.transceive(command: command))
        }
        XCTAssertEqual(try session.progress().stage, .done)
        try assertVerdict(session.reading())
    }

    #if os(Linux)
    /// Through the system's card service and its virtual reader, on which ../../pcscd.sh lays the invented card.
    func testOverACardReader() async throws {
        guard let done = ProcessInfo.processInfo.environment["DINHDANH_PCSCD_DONE"] else {
            throw XCTSkip("no card service")
        }
        // All but the last member, which counts commands and bytes: short answers need more of them.
        func judged(_ verdict: String) -> Substring? {
            verdict.range(of: ",\"transport\":", options: .backwards).map { verdict[..<$0.lowerBound] }
        }
        let readers = try PcscTransport.readers()
        let reader = try XCTUnwrap(readers.first)
        for _ in 0..<3 {
            let card = try PcscTransport.connect(reader, waiting: 10)
            let reading = try await Given.card.session(longestAnswer: PcscTransport.longestAnswer).read(card)
            let verdict = try XCTUnwrap(judged(Given.card.judged(reading)))
            XCTAssertTrue(verdict.utf8.elementsEqual(try XCTUnwrap(judged(Given.card.verdict)).utf8), String(verdict))
            card.close()
            XCTAssertThrowsError(try card.transceive(command: Data([0, 0xA4, 0, 0])))
        }
        XCTAssertThrowsError(try PcscTransport.connect(XCTUnwrap(readers.last))) {
            XCTAssertEqual($0 as? TransportError, .CardRemoved)
        }
        print("pcsc: verdict equal")
        try Data("done".utf8).write(to: URL(fileURLWithPath: done))
    }
    #endif

    func testWithoutACard() {
        XCTAssertThrowsError(try PcscTransport.connect("no such reader")) { XCTAssertTrue($0 is TransportError) }
    }

    #if canImport(CoreNFC)
    /// Against declarations of our own, which stand in for Apple's.
    func testAtThePhonesAntenna() async throws {
        let card = try Given.card.insert()
        let tag = Tag { command in
            let answer = try card.transceive(command: command)
            let status = answer.suffix(2)
            return (answer.dropLast(2), status.first!, status.last!)
        }
        try await assertVerdict(Given.card.session().read(CoreNFCTransport(tag)))

        let codes: [(NFCReaderError.Code, String)] = [
            (.readerTransceiveErrorTagConnectionLost, "card-removed"),
            (.readerTransceiveErrorTagNotConnected, "card-removed"),
            (.readerTransceiveErrorRetryExceeded, "card-mute"),
            (.readerSessionInvalidationErrorSessionTimeout, "card-mute"),
            (.readerSessionInvalidationErrorUserCanceled, "cancelled"),
            (.readerTransceiveErrorTagResponseError, "transport-failed"),
        ]
        for (given, code) in codes {
            let tag = Tag { _ in throw NFCReaderError(given) }
            let error = try await refused { try await Given.card.session().read(CoreNFCTransport(tag)) }
            XCTAssertEqual(error.code, code)
        }
        let odd = Tag { _ in throw Unexpected(what: "001199000018") }
        let error = try await refused { try await Given.card.session().read(CoreNFCTransport(odd)) }
        XCTAssertEqual(error.code, "transport-failed")
    }

    private final class Tag: NFCISO7816Tag, @unchecked Sendable {
        private let answer: (Data) throws -> (Data, UInt8, UInt8)

        init(_ answer: @escaping (Data) throws -> (Data, UInt8, UInt8)) {
            self.answer = answer
        }

        func sendCommand(apdu: NFCISO7816APDU) async throws -> (Data, UInt8, UInt8) {
            try answer(apdu.bytes)
        }
    }
    #endif

    func testWipedSessions() throws {
        let session = try Given.card.session()
        _ = try session.nextCommand()
        session.wipe()
        XCTAssertEqual(try refused { try session.nextCommand() }.code, "cancelled")
        XCTAssertEqual(try refused { try session.progress() }.code, "closed")
    }

    func testVersions() {
        XCTAssertEqual(version(), "0.1.0")
        XCTAssertEqual(abiVersion(), 1)
    }
}
