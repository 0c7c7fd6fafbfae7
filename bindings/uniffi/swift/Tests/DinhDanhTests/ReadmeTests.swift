import DinhDanh
import Foundation
import XCTest

@testable import CheckIn

#if canImport(CoreNFC)
import CoreNFC
#endif

/// Runs the blocks of README.md, which test.sh writes into Readme/.
final class ReadmeTests: XCTestCase {
    #if canImport(CoreNFC)
    func testOnAPhone() async throws {
        let verifier = Verifier.testCards()
        _ = try verifier.load(file: Given.card.anchor)
        let request = ReadRequest()
        try request.mrz(text: Given.card.mrz)
        let (answers, answer) = AsyncStream.makeStream(of: Result<Verification, any Error>.self)
        let reader = DauDocNFC(verifier, request) { answer.yield($0) }
        reader.batDau()
        let phone = try XCTUnwrap(NFCTagReaderSession(pollingOption: .iso14443, delegate: reader))
        var next = answers.makeAsyncIterator()

        reader.tagReaderSession(phone, didDetect: [.iso7816(try Lent())])
        let first = await next.next()
        let good = try XCTUnwrap(first).get()
        // As of now, and not of the day of the invented card: only that it was read and judged.
        XCTAssertEqual(good.citizen().idNumber(), "001199000018")
        XCTAssertEqual(phone.invalidatedWith, "")

        reader.tagReaderSession(phone, didDetect: [.iso7816(try Lent(takenAfter: 5))])
        let lost = await next.next()
        XCTAssertThrowsError(try XCTUnwrap(lost).get()) { XCTAssertEqual(($0 as? DinhDanhError)?.code, "card-removed") }
        XCTAssertTrue(try XCTUnwrap(phone.invalidatedWith).contains("."))

        reader.tagReaderSession(phone, didDetect: [.other])
        XCTAssertEqual(phone.invalidatedWith, "Đây không phải thẻ căn cước gắn chip.")
    }

    private final class Lent: NFCISO7816Tag, @unchecked Sendable {
        private let card: SocketCard
        private let takenAfter: Int

        init(takenAfter: Int = .max) throws {
            card = try Given.card.insert()
            self.takenAfter = takenAfter
        }

        func sendCommand(apdu: NFCISO7816APDU) async throws -> (Data, UInt8, UInt8) {
            if card.commands == takenAfter { throw NFCReaderError(.readerTransceiveErrorTagConnectionLost) }
            let answer = try card.transceive(command: apdu.bytes)
            return (answer.dropLast(2), answer[answer.endIndex - 2], answer[answer.endIndex - 1])
        }
    }
    #endif

    func testOnAComputer() async throws {
        let session = try Given.card.session()
        try session.run(transport: Given.card.insert(), listener: nil)
        let citizen = try Given.card.verification(session.reading()).citizen()
        let number = try XCTUnwrap(citizen.idNumber())
        let born = try XCTUnwrap(citizen.dateOfBirth()).split(separator: "-").reversed().joined()
        // Issued at 25 or later, so that the keys follow from it.
        let qr = "\(number)||\(try XCTUnwrap(citizen.fullName()))|\(born)|Nữ|Hà Nội|01072024"
        let said = try await docThe(Given.card.insert(), maQr: Data(qr.utf8), chungThuGoc: Given.card.anchor)
        // A card of the simulator is none of a citizen.
        XCTAssertTrue(said.hasPrefix("Không chấp nhận: "), said)

        // Without a card service, and with one.
        do {
            _ = try theTrenDauDoc()
        } catch let error as TransportError {
            XCTAssertTrue([.Failed, .CardRemoved].contains(error))
        }
    }

    func testErrors() throws {
        let session = try Given.card.session()
        let lost = try refused {
            try session.run(transport: Blocking { _ in throw TransportError.CardRemoved }, listener: nil)
        }
        XCTAssertTrue(thongBao(lost).hasPrefix("Đặt lại thẻ rồi đọc lại. "))
        XCTAssertTrue(try thongBao(refused { try PersonalNumber.parse(text: "1") }).hasPrefix("[id-number-length] "))
    }

    func testBySteps() throws {
        let card = try Given.card.insert()
        let reading = try readBySteps(Given.card.session(), send: card.transceive)
        XCTAssertEqual(try Given.card.judged(reading), Given.card.verdict)
    }

    func testPictures() throws {
        let photo = URL(fileURLWithPath: setting("DINHDANH_VECTORS")).appendingPathComponent("pictures/card-photo.jpg")
        XCTAssertEqual(try fromPicture(Data(contentsOf: photo)).map { $0.citizen().idNumber() }, ["001199000018"])
        XCTAssertThrowsError(try fromPicture(Data("no picture".utf8)))
        let plane = UnsafeMutableRawPointer.allocate(byteCount: 80 * 48, alignment: 1)
        defer { plane.deallocate() }
        plane.initializeMemory(as: UInt8.self, repeating: 255, count: 80 * 48)
        let scanner = try FrameScanner(maxPixels: nil)
        let codes = try fromFrame(scanner, plane, width: 64, height: 48, rowBytes: 80)
        XCTAssertTrue(codes.isEmpty)
    }

    func testLoginAndResidence() throws {
        XCTAssertNoThrow(try refused { try login(token: "", jwks: "{\"keys\":[]}", nonce: "1", now: 0) })
        let file = try foreignGuests(Data(foreignGuest.utf8), now: Given.card.at)
        XCTAssertTrue(String(decoding: file, as: UTF8.self).contains("ERIKSSON"))
    }
}
