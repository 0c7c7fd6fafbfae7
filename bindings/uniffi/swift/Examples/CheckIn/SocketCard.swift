import DinhDanh
import Foundation

#if canImport(Glibc)
import Glibc
private let stream = Int32(SOCK_STREAM.rawValue)
#else
private let stream = SOCK_STREAM
#endif

/// The invented card that the project's `card_server` lends, to try a program without a reader. Over its socket,
/// commands and answers follow their length in four bytes, the highest first.
final class SocketCard: CardTransport, @unchecked Sendable {
    private let connection: FileHandle
    private(set) var commands = 0

    init(port: UInt16) throws {
        let number = socket(AF_INET, stream, 0)
        guard number >= 0 else { throw TransportError.Failed }
        connection = FileHandle(fileDescriptor: number, closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, size) }
        }
        guard status == 0 else { throw TransportError.CardRemoved }
        var atOnce: Int32 = 1
        setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &atOnce, socklen_t(MemoryLayout<Int32>.size))
    }

    func transceive(command: Data) throws -> Data {
        commands += 1
        let length = withUnsafeBytes(of: UInt32(command.count).bigEndian) { Data($0) }
        try connection.write(contentsOf: length + command)
        return try take(take(4).reduce(0) { $0 << 8 | Int($1) })
    }

    private func take(_ count: Int) throws -> Data {
        var taken = Data()
        while taken.count < count {
            guard let part = try connection.read(upToCount: count - taken.count), !part.isEmpty else {
                throw TransportError.CardRemoved
            }
            taken += part
        }
        return taken
    }
}
