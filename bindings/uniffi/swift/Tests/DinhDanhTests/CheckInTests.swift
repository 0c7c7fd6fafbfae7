import DinhDanh
import Foundation
import XCTest

@testable import CheckIn

/// The example of a counter, run as a program.
final class CheckInTests: XCTestCase {
    private func run(_ arguments: [String], typed: String) throws -> (code: Int32, out: String, err: String) {
        let program = Process()
        // It is built into the same folder as these tests.
        program.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("CheckIn")
        program.arguments = arguments
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (program.standardInput, program.standardOutput, program.standardError) = (input, output, errors)
        try program.run()
        input.fileHandleForWriting.write(Data(typed.utf8))
        try input.fileHandleForWriting.close()
        // Both are shorter than what a pipe holds.
        let out = output.fileHandleForReading.readDataToEndOfFile()
        let err = errors.fileHandleForReading.readDataToEndOfFile()
        program.waitUntilExit()
        return (program.terminationStatus, String(decoding: out, as: UTF8.self), String(decoding: err, as: UTF8.self))
    }

    private var lent: [String] {
        let card = Given.card
        return [card.anchorFile.path, "--test-cards", "--lent", "\(card.port)", "--at", "\(card.at)"]
    }

    func testGuestsAreServed() throws {
        let (code, out, err) = try run(lent, typed: Given.card.mrz + "\n" + Given.card.mrz + "\n")
        XCTAssertEqual(code, 0, err)
        XCTAssertEqual(out.components(separatedBy: "THẺ THẬT (NotCloned)").count, 3, out)
        XCTAssertEqual(out.components(separatedBy: "Số định danh: 001199000018").count, 3, out)
        XCTAssertFalse(err.contains("001199000018"), err)
    }

    func testAWrongKeyIsSaidAndTheNextGuestServed() throws {
        let (code, out, err) = try run(lent, typed: "999999\n" + Given.card.mrz + "\n")
        XCTAssertEqual(code, 1)
        XCTAssertTrue(out.contains("THẺ THẬT"), out)
        let wrongKey = try XCTUnwrap(errorCodes().first { $0.code == "wrong-access-key" })
        XCTAssertTrue(err.contains(wrongKey.messageVi), err)
    }

    func testCardsOfTheSimulatorAreNotCitizens() throws {
        let (code, out, _) = try run(lent.filter { $0 != "--test-cards" }, typed: Given.card.mrz + "\n")
        XCTAssertEqual(code, 1)
        XCTAssertTrue(out.contains("KHÔNG CHẤP NHẬN"), out)
    }

    /// As ReadingTests.testOverACardReader.
    func testOverACardReader() throws {
        if ProcessInfo.processInfo.environment["DINHDANH_PCSCD_DONE"] == nil { throw XCTSkip("no card service") }
        let card = Given.card
        let (code, out, err) = try run(
            [card.anchorFile.path, "--test-cards", "--at", "\(card.at)"], typed: card.mrz + "\n")
        XCTAssertEqual(code, 0, err)
        XCTAssertTrue(out.contains("THẺ THẬT (NotCloned)"), out)
    }

    func testUsage() throws {
        XCTAssertEqual(try run([], typed: "").code, 64)
        XCTAssertEqual(try run(["/does/not/exist"], typed: "").code, 1)
    }
}
