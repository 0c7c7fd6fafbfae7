import Foundation
import XCTest

@testable import CheckIn
@testable import DinhDanh

/// The invented card, lent by the program that all languages read it from, and what reading it must come to.
final class Given: @unchecked Sendable {
    static let card = Given()

    let port: UInt16
    let mrz: String
    let at: Int64
    let verdict: String
    let anchor: Data
    let anchorFile: URL

    private let server = Process()
    // The server ends when this does, which is when this process ends.
    private let lifeline = Pipe()

    private init() {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dinhdanh-\(UUID().uuidString)")
        try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func text(_ name: String) -> String {
            try! String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        let ready = Pipe()
        server.executableURL = URL(fileURLWithPath: setting("DINHDANH_CARD_SERVER"))
        server.arguments = [folder.path]
        server.standardInput = lifeline
        server.standardOutput = ready
        try! server.run()
        precondition(ready.fileHandleForReading.availableData == Data("ready\n".utf8), "the card server does not start")
        port = UInt16(text("port.txt"))!
        mrz = text("mrz.txt")
        at = Int64(text("at.txt"))!
        verdict = text("verdict.json")
        anchorFile = folder.appendingPathComponent("anchor.der")
        anchor = try! Data(contentsOf: anchorFile)
    }

    func insert() throws -> SocketCard {
        try SocketCard(port: port)
    }

    func session(longestAnswer: UInt32 = 65_536) throws -> ReadingSession {
        let request = ReadRequest()
        try request.mrz(text: mrz)
        return try ReadingSession(request: request, longestAnswer: longestAnswer)
    }

    func verification(_ reading: CardReading) throws -> Verification {
        let verifier = Verifier.testCards()
        XCTAssertEqual(try verifier.load(file: anchor).trusted, 1)
        return try verifier.verify(reading: reading, at: at)
    }

    func judged(_ reading: CardReading) throws -> String {
        try verification(reading).exposeJson()
    }

    /// The whole way once, to see that nothing was left broken.
    func readOnce() throws {
        let session = try session()
        try session.run(transport: insert(), listener: nil)
        XCTAssertEqual(try judged(session.reading()), verdict)
    }
}

/// An invented guest, as a hotel declares one.
let foreignGuest = """
    {"format":"dinhdanh-declarations","version":1,"declarations":[{"version":1,"kind":"lodging",
    "facility":"ks-mau","facility_kind":"hotel-3","stay_id":"B1025-1","arrival":"2026-11-21T14:30:00",
    "planned_departure":"2026-11-24","room":"102","reason":"tourism","guest_kind":"foreigner","source":"mrz",
    "name_confirmed":true,"full_name":"ERIKSSON ANNA MARIA","date_of_birth":"1974-08-12","sex":"female",
    "nationality":"SWE","document_kind":"passport","document_number":"L898902C3","permitted_until":"2027-01-31"}]}
    """

func setting(_ name: String) -> String {
    guard let value = ProcessInfo.processInfo.environment[name] else {
        fatalError("\(name) is not set: run the tests with bindings/uniffi/swift/test.sh")
    }
    return value
}

final class Blocking: CardTransport, @unchecked Sendable {
    private let answer: (Data) throws -> Data

    init(_ answer: @escaping (Data) throws -> Data) {
        self.answer = answer
    }

    func transceive(command: Data) throws -> Data {
        try answer(command)
    }
}

final class Waiting: AsyncCardTransport, @unchecked Sendable {
    private let answer: (Data) async throws -> Data

    init(_ answer: @escaping (Data) async throws -> Data) {
        self.answer = answer
    }

    func transceive(command: Data) async throws -> Data {
        try await answer(command)
    }
}

/// Keeps what is told, from any thread.
final class Kept<Element>: @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [Element] = []

    func add(_ element: Element) {
        lock.withLock { kept.append(element) }
    }

    var all: [Element] { lock.withLock { kept } }
}

final class Told: ProgressListener, @unchecked Sendable {
    private let tell: (ReadingProgress) throws -> Void

    init(_ tell: @escaping (ReadingProgress) throws -> Void) {
        self.tell = tell
    }

    func onProgress(progress: ReadingProgress) throws {
        try tell(progress)
    }
}

struct Unexpected: Error {
    let what: String
}

/// The error of a call that must fail.
func refused<T>(_ call: () throws -> T) throws -> DinhDanhError {
    do {
        _ = try call()
    } catch let error as DinhDanhError {
        return error
    }
    throw Unexpected(what: "the call succeeded")
}

func refused<T>(_ call: () async throws -> T) async throws -> DinhDanhError {
    do {
        _ = try await call()
    } catch let error as DinhDanhError {
        return error
    }
    throw Unexpected(what: "the call succeeded")
}

/// Every text that Swift makes of a value without asking for anything.
func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    var all = ["\(value)", String(describing: value), String(reflecting: value), dumped]
    if let error = value as? any Error {
        all += [error.localizedDescription, "\(error as NSError)", "\((error as NSError).userInfo)"]
        all += [(error as? any LocalizedError)?.errorDescription, (error as? any LocalizedError)?.failureReason]
            .compactMap { $0 }
    }
    return all
}
