import DinhDanh
import Foundation
import XCTest

/// Nothing of a citizen in any text that a program makes without asking for it.
final class CanaryTests: XCTestCase {
    private let qrText = "001199000018|123456789|Nguyễn Thị Mẫu|01011999|Nữ|Số 1 Phố Thử Nghiệm, Hà Nội|05052021"
    private let ofQr = ["001199000018", "123456789", "Nguyễn", "Mẫu", "01011999", "1999-01-01", "Phố Thử Nghiệm"]

    private func check(_ values: [Any], _ canaries: [String], line: UInt = #line) {
        XCTAssertGreaterThanOrEqual(canaries.count, 5, line: line)
        for text in values.flatMap(texts(of:)) {
            XCTAssertFalse(text.isEmpty, line: line)
            for canary in canaries {
                XCTAssertFalse(text.contains(canary), "\(canary) in \(text)", line: line)
            }
        }
    }

    func testObjectsOfACard() throws {
        let request = ReadRequest()
        try request.mrz(text: Given.card.mrz)
        let session = try ReadingSession(request: request, longestAnswer: 65_536)
        let steps = Kept<String>()
        let listener = Told { progress in (texts(of: progress) + texts(of: session)).forEach(steps.add) }
        try session.run(transport: Given.card.insert(), listener: listener)
        let reading = try session.reading()
        let verifier = Verifier.testCards()
        let loaded = try verifier.load(file: Given.card.anchor)
        let answer = try verifier.verify(reading: reading, at: Given.card.at)
        let stranger = try Verifier.testCards().verify(reading: reading, at: Given.card.at)
        let citizen = answer.citizen()
        let name = try XCTUnwrap(citizen.fullName())
        let fields = [
            citizen.idNumber(), citizen.oldIdNumber(), name, citizen.dateOfBirth(), citizen.address(),
            citizen.placeOfOrigin(), citizen.issued(), citizen.expires(),
        ]
        let canaries =
            fields.compactMap { $0 } + name.split(separator: " ").filter { $0.count > 3 }.map(String.init)
            + Given.card.mrz.split(separator: "\n").map { String($0.prefix(20)) }
        check(steps.all, canaries)
        check(
            [request, session, reading, verifier, loaded, answer, citizen, stranger, stranger.refusals()],
            canaries)
        XCTAssertTrue(
            try answer.exposeJson().contains(XCTUnwrap(citizen.idNumber())), "the canary is what the card says")
    }

    func testObjectsOfPrintedData() throws {
        let qr = try CardQr.parse(bytes: Data(qrText.utf8))
        XCTAssertEqual(qr.citizen().idNumber(), "001199000018")
        let number = try PersonalNumber.parse(text: "001199000018")
        let request = ReadRequest()
        try request.qr(bytes: Data(qrText.utf8))
        let login = IdTokenCheck(issuer: "issuer", clientId: "client", requiredLevel: 1, now: 0)
        login.nonce(nonce: "01011999")
        login.accessToken(token: "123456789")
        try check([qr, qr.citizen(), qr.issues(), number, request, request.missing(), login], ofQr)
        XCTAssertEqual("\(number)", "PersonalNumber(\(number.masked()))")
    }

    func testFiles() throws {
        let photo = URL(fileURLWithPath: setting("DINHDANH_VECTORS")).appendingPathComponent("pictures/card-photo.jpg")
        let codes = try readQr(pngOrJpeg: Data(contentsOf: photo), maxPixels: nil)
        let payload = try String(decoding: XCTUnwrap(codes.first).exposeBytes(), as: UTF8.self)
        check(codes, payload.split(separator: "|").map(String.init).filter { $0.count > 3 })

        let file = try foreignGuestsXml(declarations: Data(foreignGuest.utf8))
        check([file, file.leftOut()], ["ERIKSSON", "ANNA", "MARIA", "1974-08-12", "12/08/1974", "L898902C3"])
    }

    func testErrors() throws {
        let data = Data(qrText.utf8)
        let hidden = data.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        let login = IdTokenCheck(issuer: "issuer", clientId: "client", requiredLevel: 1, now: 0)
        let qrText = qrText
        let calls: [() throws -> Any] = [
            { try PersonalNumber.parse(text: "001199000018 Nguyễn") },
            { try CardQr.parse(bytes: Data(qrText.replacingOccurrences(of: "|", with: "\u{1}").utf8)) },
            { try CardQr.parse(bytes: Data(qrText.replacingOccurrences(of: "|", with: ";").utf8)) },
            { try CardQr.parse(bytes: data + [0xFF]) },
            { try Mrz.parse(lines: qrText) },
            { try Mrz.fromRecognised(text: qrText) },
            { try ReadRequest().can(digits: "001199000018") },
            { try ReadRequest().mrz(text: "001199000018,01011999,123456789") },
            { try CardReading.fromDump(json: Data("{\"name\": \"\(qrText)\"}".utf8), challenge: nil) },
            { try CardReading.fromDump(json: Data("{\"\(qrText)".utf8), challenge: nil) },
            { try CardReading.fromDump(json: Data("{}".utf8), challenge: data) },
            { try Verifier.citizenCards().load(file: data) },
            { try login.verify(token: "\(hidden).\(hidden).\(hidden)", jwks: "{\"keys\":[]}") },
            { try login.verify(token: qrText, jwks: qrText) },
            { try checkStays(declarations: Data("[{\"stay_id\": \"\(qrText)\"}]".utf8), at: 0, inRemoteArea: false) },
            { try checkStays(declarations: Data("[\(qrText)".utf8), at: 0, inRemoteArea: false) },
            { try foreignGuestsXml(declarations: data) },
            { try portalWorkbook(template: data, declarations: Data("[]".utf8)) },
            { try readQr(pngOrJpeg: data, maxPixels: nil) },
            { try FrameScanner(maxPixels: nil).grey(frame: data, width: 1000, height: 1000, stride: 1000) },
        ]
        for (position, call) in calls.enumerated() {
            let error = try refused(call)
            check([error], ofQr)
            XCTAssertFalse(error.messageVi.isEmpty, "call \(position)")
            XCTAssertTrue("\(error)".contains(error.messageEn) && "\(error)".contains(error.code), "call \(position)")
        }
    }

    func testTransportsThatTalk() throws {
        let secret = qrText
        let session = try Given.card.session()
        let talking = Blocking { _ in throw Unexpected(what: secret) }
        try check([refused { try session.run(transport: talking, listener: nil) }], ofQr)
    }
}
