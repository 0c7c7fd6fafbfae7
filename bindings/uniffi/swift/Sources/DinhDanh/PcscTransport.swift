#if os(Linux) || os(macOS)
import Foundation

#if os(macOS)
private typealias Word = UInt32
private typealias Signed = Int32
private let libraries = ["/System/Library/Frameworks/PCSC.framework/PCSC"]
#else
// pcsclite has words of pointer size.
private typealias Word = UInt
private typealias Signed = Int
private let libraries = ["libpcsclite.so.1", "libpcsclite.so"]
#endif

/// A card on a PC/SC reader, through the system's card service. Nothing of it is linked: it is looked for when the
/// first reader is asked for.
public final class PcscTransport: CardTransport, @unchecked Sendable {
    /// For `ReadingSession`: what every card and reader passes.
    public static let longestAnswer: UInt32 = 256

    private let service: Service
    private let lock = NSLock()
    private let protocolHeader: [Word]
    private var card: Signed?

    /// The names of the readers that are plugged in.
    ///
    /// - Throws: `TransportError.Failed` where the system's card service is not there.
    public static func readers() throws -> [String] {
        try Service().readers()
    }

    /// Connects to the card on a reader, for which it waits that many seconds, and keeps other programs from it until
    /// `close`. Blocks.
    ///
    /// - Throws: `TransportError.CardRemoved` where none lies there.
    public static func connect(_ reader: String, waiting seconds: TimeInterval = 0) throws -> PcscTransport {
        let service = try Service()
        let end = Date().addingTimeInterval(seconds)
        while true {
            do {
                return try connect(service, reader)
            } catch TransportError.CardRemoved where Date() < end {
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
    }

    private static func connect(_ service: Service, _ reader: String) throws -> PcscTransport {
        var card: Signed = 0
        var spoken: Word = 0
        try check(service.calls.connect(service.context, reader, shared, anyProtocol, &card, &spoken))
        let status = service.calls.begin(card)
        guard status == 0 else {
            _ = service.calls.disconnect(card, leaveCard)
            throw failure(status)
        }
        return PcscTransport(service, card, spoken)
    }

    private init(_ service: Service, _ card: Signed, _ spoken: Word) {
        self.service = service
        self.card = card
        protocolHeader = [spoken, Word(2 * MemoryLayout<Word>.size)]
    }

    deinit {
        close()
    }

    public func transceive(command: Data) throws -> Data {
        lock.lock()
        defer { lock.unlock() }
        guard let card else { throw TransportError.CardRemoved }
        var answer = [UInt8](repeating: 0, count: Self.answerBytes)
        var length = Word(answer.count)
        let sent = [UInt8](command)
        try Self.check(
            service.calls.transmit(card, protocolHeader, sent, Word(sent.count), nil, &answer, &length))
        return Data(answer.prefix(Int(length)))
    }

    /// Resets the card, which forgets its keys, and lets go of it.
    public func close() {
        lock.lock()
        defer { lock.unlock() }
        guard let card else { return }
        self.card = nil
        _ = service.calls.end(card, Self.resetCard)
        _ = service.calls.disconnect(card, Self.resetCard)
    }

    // The numbers of WinSCard and pcsclite.
    private static let shared: Word = 2
    private static let anyProtocol: Word = 3
    private static let leaveCard: Word = 0
    private static let resetCard: Word = 1
    /// The longest answer of extended length, and what its head takes.
    private static let answerBytes = 65_548

    fileprivate static func check(_ status: Signed) throws {
        if status != 0 { throw failure(status) }
    }

    fileprivate static func failure(_ status: Signed) -> TransportError {
        switch UInt32(truncatingIfNeeded: status) {
        // Removed, reset, unpowered, none there, no such reader.
        case 0x8010_0069, 0x8010_0068, 0x8010_0067, 0x8010_000C, 0x8010_0009:
            return .CardRemoved
        // No answer in time, unresponsive.
        case 0x8010_000A, 0x8010_0066:
            return .Timeout
        case 0x8010_0002:
            return .Cancelled
        default:
            return .Failed
        }
    }
}

/// A connection to the card service.
private final class Service {
    let calls: Calls
    let context: Signed

    init() throws {
        guard let calls = Calls.found else { throw TransportError.Failed }
        self.calls = calls
        var context: Signed = 0
        let systemScope: Word = 2
        try PcscTransport.check(calls.establish(systemScope, nil, nil, &context))
        self.context = context
    }

    deinit {
        _ = calls.release(context)
    }

    func readers() throws -> [String] {
        let noReaders: UInt32 = 0x8010_002E
        var length: Word = 0
        let status = calls.list(context, nil, nil, &length)
        if UInt32(truncatingIfNeeded: status) == noReaders { return [] }
        try PcscTransport.check(status)
        var names = [CChar](repeating: 0, count: Int(length))
        try PcscTransport.check(calls.list(context, nil, &names, &length))
        // Each ends with a zero, and the list with another.
        return names.prefix(Int(length)).split(separator: 0).map { name in
            String(decoding: name.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}

/// The calls of the card service that are made.
private struct Calls: @unchecked Sendable {
    typealias Handle = UnsafeMutablePointer<Signed>
    typealias Count = UnsafeMutablePointer<Word>
    typealias Text = UnsafePointer<CChar>

    let establish: @convention(c) (Word, UnsafeRawPointer?, UnsafeRawPointer?, Handle) -> Signed
    let release: @convention(c) (Signed) -> Signed
    let list: @convention(c) (Signed, Text?, UnsafeMutablePointer<CChar>?, Count) -> Signed
    let connect: @convention(c) (Signed, Text, Word, Word, Handle, Count) -> Signed
    let disconnect: @convention(c) (Signed, Word) -> Signed
    let begin: @convention(c) (Signed) -> Signed
    let end: @convention(c) (Signed, Word) -> Signed
    let transmit:
        @convention(c) (
            Signed, UnsafePointer<Word>, UnsafePointer<UInt8>, Word, UnsafeMutablePointer<Word>?,
            UnsafeMutablePointer<UInt8>, Count
        ) -> Signed

    static let found: Calls? = {
        guard let library = libraries.lazy.compactMap({ dlopen($0, RTLD_NOW) }).first else { return nil }
        return try? Calls(library)
    }()

    private init(_ library: UnsafeMutableRawPointer) throws {
        func named<Call>(_ name: String) throws -> Call {
            guard let call = dlsym(library, name) else { throw TransportError.Failed }
            return unsafeBitCast(call, to: Call.self)
        }
        establish = try named("SCardEstablishContext")
        release = try named("SCardReleaseContext")
        list = try named("SCardListReaders")
        connect = try named("SCardConnect")
        disconnect = try named("SCardDisconnect")
        begin = try named("SCardBeginTransaction")
        end = try named("SCardEndTransaction")
        transmit = try named("SCardTransmit")
    }
}
#endif
