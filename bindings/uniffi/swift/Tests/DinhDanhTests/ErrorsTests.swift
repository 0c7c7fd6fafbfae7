import Foundation
import XCTest

@testable import DinhDanh

final class ErrorsTests: XCTestCase {
    func testADefectOfTheLibraryIsAnError() throws {
        for _ in 0..<1_000 {
            let error = try refused { try plantedPanic() }
            guard case .Internal = error else { return XCTFail("\(error)") }
            XCTAssertEqual(error.code, "internal")
            XCTAssertFalse(texts(of: error).contains { $0.contains("planted") })
        }
        try Given.card.readOnce()
    }

    func testEveryCodeIsDocumented() throws {
        let codes = errorCodes()
        let document = try String(contentsOfFile: setting("DINHDANH_CODES"), encoding: .utf8)
        let errors = try XCTUnwrap(document.components(separatedBy: "\n## ").first { $0.hasPrefix("Errors") })
        let documented = errors.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            String(row.dropFirst(3).prefix { $0 != "`" })
        }
        XCTAssertEqual(Set(codes.map(\.code)), Set(documented))
        XCTAssertEqual(codes.count, documented.count)
        XCTAssertEqual(Set(codes.map(\.category)), ["input", "card", "key", "link", "caller", "internal"])
        for code in codes {
            XCTAssertTrue(code.messageVi.hasSuffix(".") && code.messageEn.hasSuffix("."), code.code)
            XCTAssertNotEqual(code.messageVi, code.messageEn, code.code)
        }
    }

    func testInThePersonsLanguage() throws {
        let error = try refused { try PersonalNumber.parse(text: "1") }
        XCTAssertEqual(error.code, "id-number-length")
        XCTAssertEqual(error.messageVi.contains("chữ số"), true)
        XCTAssertTrue([error.messageVi, error.messageEn].contains(error.localizedDescription))
        XCTAssertTrue([error.messageVi, error.messageEn].contains((error as any Error).localizedDescription))
        for vietnamese in ["vi", "vi-VN", "vi_VN", "vi-Latn-VN"] {
            XCTAssertEqual(inFirst(of: [vietnamese, "en"], "một", "one"), "một")
        }
        for other in [["en-US", "vi-VN"], ["vii"], ["fr"], []] {
            XCTAssertEqual(inFirst(of: other, "một", "one"), "one")
        }
    }

    func testOfATransport() throws {
        for error in [TransportError.CardRemoved, .Timeout, .Failed, .Cancelled] {
            let session = try Given.card.session()
            let outcome = try refused { try session.run(transport: Blocking { _ in throw error }, listener: nil) }
            let (vi, en) = (error.message(inFirstOf: ["vi-VN"]), error.message(inFirstOf: ["en-GB"]))
            XCTAssertEqual(vi, outcome.messageVi)
            XCTAssertEqual(en, outcome.messageEn)
            XCTAssertTrue([vi, en].contains((error as any Error).localizedDescription))
        }
        XCTAssertEqual("\(TransportError.Timeout)", "the card does not answer")
    }
}
