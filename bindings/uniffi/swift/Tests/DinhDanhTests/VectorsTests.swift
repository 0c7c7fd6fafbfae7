import DinhDanh
import Foundation
import XCTest

/// The vectors that every language runs.
final class VectorsTests: XCTestCase {
    private struct Vector: Decodable {
        let name: String
        let call: String
        let input: [String: Value]
        let expect: Expect
    }

    private struct Expect: Decodable {
        let json: String?
        let error: String?
    }

    private enum Value: Decodable {
        case text(String)
        case number(Int64)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self = try (try? value.decode(Int64.self)).map(Value.number) ?? .text(value.decode(String.self))
        }
    }

    private struct Input {
        let folder: URL
        let values: [String: Value]

        func text(_ name: String) throws -> String {
            guard case let .text(text) = values[name] else { throw Unexpected(what: "no text \(name)") }
            return text
        }

        func number(_ name: String) throws -> Int64 {
            guard case let .number(number) = values[name] else { throw Unexpected(what: "no number \(name)") }
            return number
        }

        func bytes(_ name: String) throws -> Data {
            Data(try text(name).utf8)
        }

        func file(_ name: String) throws -> Data {
            try Data(contentsOf: folder.appendingPathComponent(text(name)))
        }
    }

    private let folder = URL(fileURLWithPath: setting("DINHDANH_VECTORS"))

    private func answer(_ call: String, _ input: Input) throws -> String {
        switch call {
        case "personal_number":
            return try PersonalNumber.parse(text: input.text("text")).exposeJson()
        case "card_qr":
            let bytes = try XCTUnwrap(Data(base64Encoded: input.text("base64")))
            return try CardQr.parse(bytes: bytes).exposeJson()
        case "mrz":
            return try Mrz.parse(lines: input.text("text")).exposeJson(at: input.number("at"))
        case "mrz_recognised":
            return try Mrz.fromRecognised(text: input.text("text")).exposeJson(at: input.number("at"))
        case "repair_scan":
            return try repairScan(scanned: input.text("text"))
        case "read_qr":
            let codes = try readQr(pngOrJpeg: input.file("file"), maxPixels: nil)
            return "[" + codes.map { "\"\($0.exposeBytes().base64EncodedString())\"" }.joined(separator: ",") + "]"
        case "verify_dump":
            return try verifyDump(input)
        case "id_token":
            let check = try IdTokenCheck(
                issuer: input.text("issuer"), clientId: input.text("client_id"),
                requiredLevel: UInt8(input.number("required_level")), now: input.number("now"))
            let nonce = try input.text("nonce")
            if !nonce.isEmpty { check.nonce(nonce: nonce) }
            return try check.verify(token: input.text("token"), jwks: input.text("jwks")).exposeJson()
        case "check_stays":
            return try checkStays(
                declarations: input.bytes("declarations"), at: input.number("at"),
                inRemoteArea: input.number("remote") == 1)
        case "foreign_guests_xml":
            let file = try foreignGuestsXml(declarations: input.bytes("declarations"))
            return file.exposeBytes().base64EncodedString() + " " + file.leftOut()
        default:
            throw Unexpected(what: "no such call: \(call)")
        }
    }

    private func verifyDump(_ input: Input) throws -> String {
        let policies = [
            "test": Verifier.testCards, "citizen": Verifier.citizenCards, "travel": Verifier.travelDocuments,
        ]
        let verifier = try XCTUnwrap(policies[input.text("policy")])()
        if try !input.text("anchors").isEmpty { _ = try verifier.load(file: input.file("anchors")) }
        let hex = Array(try input.text("challenge"))
        let challenge = stride(from: 0, to: hex.count, by: 2).map { UInt8(String(hex[$0...$0 + 1]), radix: 16)! }
        let reading = try CardReading.fromDump(
            json: input.file("file"), challenge: challenge.isEmpty ? nil : Data(challenge))
        return try verifier.verify(reading: reading, at: input.number("at")).exposeJson()
    }

    func testEveryCode() throws {
        let listed = try String(contentsOf: folder.appendingPathComponent("error_codes.txt"), encoding: .utf8)
        let known = errorCodes().map { "\($0.code) \($0.category) \($0.retryable ? "yes" : "no")" }
        XCTAssertEqual(listed.split(separator: "\n").map(String.init), known)
        print("codes: \(known.count)")
    }

    func testEveryVector() throws {
        let json = try Data(contentsOf: folder.appendingPathComponent("vectors.json"))
        let vectors = try JSONDecoder().decode([Vector].self, from: json)
        XCTAssertFalse(vectors.isEmpty)
        for vector in vectors {
            let expected = try vector.expect.error.map { "error \($0)" } ?? XCTUnwrap(vector.expect.json)
            let given: String
            do {
                given = try answer(vector.call, Input(folder: folder, values: vector.input))
            } catch let error as DinhDanhError {
                given = "error \(error.code)"
            }
            // Bytes: Swift calls strings equal that are spelt differently.
            XCTAssertTrue(given.utf8.elementsEqual(expected.utf8), "\(vector.name): \(given), not \(expected)")
        }
        print("vectors: \(vectors.count)")
    }
}
