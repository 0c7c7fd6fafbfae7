import DinhDanh
import Dispatch
import Foundation
import XCTest

@testable import CheckIn

/// Whatever a transport does: a typed error, the process alive, the library as usable as before.
final class HostileTransportTests: XCTestCase {
    private let times = 1_000

    private static let secret = "Nguyễn Thị Bí Mật 001199000018"

    private struct Talking: LocalizedError, CustomStringConvertible {
        let text = HostileTransportTests.secret
        var description: String { text }
        var errorDescription: String? { text }
    }

    /// What transports throw, and the code that it becomes.
    private let thrown: [(String, any Error)] = [
        ("transport-failed", Talking()),
        ("transport-failed", NSError(domain: secret, code: 1, userInfo: [NSLocalizedDescriptionKey: secret])),
        ("transport-failed", TransportError.Failed),
        ("card-removed", TransportError.CardRemoved),
        ("card-mute", TransportError.Timeout),
        ("cancelled", TransportError.Cancelled),
    ]

    override func tearDownWithError() throws {
        try Given.card.readOnce()
    }

    private func expect(_ code: String, _ error: DinhDanhError, line: UInt = #line) {
        XCTAssertEqual(error.code, code, line: line)
        XCTAssertFalse(texts(of: error).contains { $0.contains("Bí Mật") }, line: line)
    }

    func testThrowing() throws {
        for time in 0..<times {
            let (code, failure) = thrown[time % thrown.count]
            let session = try Given.card.session()
            try expect(code, refused { try session.run(transport: Blocking { _ in throw failure }, listener: nil) })
        }
    }

    func testThrowingWhileWaitedFor() async throws {
        for time in 0..<times {
            let (code, failure) = thrown[time % thrown.count]
            let transport = Waiting { _ in
                if time % 2 == 0 { try await Task.sleep(nanoseconds: 100_000) }
                throw failure
            }
            let session = try Given.card.session()
            if time % 4 < 2 {
                try await expect(code, refused { try await session.runAsync(transport: transport, listener: nil) })
            } else {
                try await expect(code, refused { try await session.read(transport) })
            }
        }
    }

    func testThrowingThroughTheBlockingWrapper() async throws {
        for time in 0..<times {
            let (code, failure) = thrown[time % thrown.count]
            let session = try Given.card.session()
            try await expect(code, refused { try await session.read(Blocking { _ in throw failure }) })
        }
    }

    func testAnsweringGarbage() throws {
        let known = Set(errorCodes().map(\.code))
        var random = Generator(state: 7)
        for time in 0..<times {
            // Some answers seem to go well for a while before nonsense comes.
            let sane = time % 4 == 0 ? try Given.card.insert() : nil
            var steps = 0
            let transport = Blocking { command in
                steps += 1
                var garbage = Data((0..<Int.random(in: 0..<300, using: &random)).map { _ in random.byte() })
                if Bool.random(using: &random) { garbage += [0x90, 0] }
                if let sane, steps < 2 + time % 12 { return try sane.transceive(command: command) }
                return garbage
            }
            let session = try Given.card.session()
            let error = try refused { try session.run(transport: transport, listener: nil) }
            XCTAssertTrue(known.contains(error.code) && error.code != "internal", "\(error)")
        }
    }

    /// The same numbers in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 32) | (state << 32)
        }

        mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
    }

    func testHangingUntilCancelled() throws {
        for _ in 0..<times {
            let session = try Given.card.session()
            let (started, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let transport = Blocking { _ in
                started.signal()
                released.wait()
                return Data([0x90, 0])
            }
            let ended = DispatchSemaphore(value: 0)
            let outcome = Kept<DinhDanhError>()
            DispatchQueue.global().async {
                if let error = try? refused({ try session.run(transport: transport, listener: nil) }) {
                    outcome.add(error)
                }
                ended.signal()
            }
            XCTAssertEqual(started.wait(timeout: .now() + 10), .success)
            session.cancel()
            released.signal()
            XCTAssertEqual(ended.wait(timeout: .now() + 10), .success)
            try expect("cancelled", XCTUnwrap(outcome.all.first))
            XCTAssertTrue(session.isCancelled())
        }
    }

    /// One that hears of the cancellation, and one that never does.
    func testHangingInATaskThatIsCancelled() async throws {
        let neverAnswered = Kept<CheckedContinuation<Void, Never>>()
        for time in 0..<times {
            let session = try Given.card.session()
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let transport = Waiting { _ in
                start.finish()
                if time % 2 == 0 {
                    try await Task.sleep(nanoseconds: 3_600_000_000_000)
                } else {
                    await withCheckedContinuation { neverAnswered.add($0) }
                }
                return Data([0x90, 0])
            }
            let reading = Task { try await refused { try await session.read(transport) } }
            for await _ in started {}
            reading.cancel()
            try await expect("cancelled", reading.value)
            // It ended, so that the session is not at work any more.
            _ = try session.reading()
        }
        // What they answer now interests nobody.
        neverAnswered.all.forEach { $0.resume() }
    }

    func testCancelledBeforeItBegins() async throws {
        let session = try Given.card.session()
        let reading = Task {
            try? await Task.sleep(nanoseconds: 3_600_000_000_000)
            return try await refused { try await session.read(Waiting { _ in throw Unexpected(what: "asked") }) }
        }
        reading.cancel()
        try await expect("cancelled", reading.value)
    }

    func testCallingBack() throws {
        for time in 0..<times {
            let session = try Given.card.session()
            let inner = Kept<DinhDanhError>()
            let again = Blocking { _ in throw Unexpected(what: "asked") }
            let transport = Blocking { _ in
                let error = try refused {
                    switch time % 4 {
                    case 0: _ = try session.nextCommand()
                    case 1: try session.onResponse(answer: Data([0x90, 0]))
                    case 2: try session.run(transport: again, listener: nil)
                    default: _ = try session.reading()
                    }
                }
                inner.add(error)
                _ = try session.progress()
                if time % 8 < 4 { throw error }
                session.wipe()
                return Data([0x90, 0])
            }
            let outer = try refused { try session.run(transport: transport, listener: nil) }
            try expect("session-busy", XCTUnwrap(inner.all.first))
            expect(time % 8 < 4 ? "transport-failed" : "cancelled", outer)
        }
    }

    func testListenersThatThrow() throws {
        let session = try Given.card.session()
        try session.run(transport: Given.card.insert(), listener: Told { _ in throw Talking() })
        XCTAssertEqual(try Given.card.judged(session.reading()), Given.card.verdict)
    }

    func testManySessionsAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for time in 0..<8 {
                group.addTask {
                    let card = try Given.card.insert()
                    let session = try Given.card.session()
                    let reading =
                        time % 2 == 0
                        ? try await session.read(card)
                        : try await session.read(Waiting { try card.transceive(command: $0) })
                    XCTAssertEqual(try Given.card.judged(reading), Given.card.verdict)
                }
            }
            try await group.waitForAll()
        }
    }
}
